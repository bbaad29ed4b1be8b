import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { loadWorkspace } from '../../src/config/load-workspace.ts';
import { copySample, WORK } from './workspace.ts';

afterAll(() => rmSync(WORK, { recursive: true, force: true }));

it('serves the sample with 20 guardrails that the product accepts', () => {
  const { workspace, problems } = loadWorkspace(copySample('test'));
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(workspace?.escalation.rules).toHaveLength(20);
});
