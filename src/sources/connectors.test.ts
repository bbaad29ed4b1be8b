/** What holds of every connector. */
import { expect, it } from 'vitest';
import { CONNECTORS } from './connectors.ts';
import { connectorProblems } from './kit/http/connector-problems.ts';

it.each([...CONNECTORS])('%s is sound', (name, connector) => {
  expect(connectorProblems(connector)).toEqual([]);
  expect(connector.name).toBe(name);
});
