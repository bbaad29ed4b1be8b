/** What a newcomer reads at start: the services beside the concierge, and that nobody has them as yet. */
import { expect, it } from 'vitest';
import { connectText } from './welcome.ts';

const URL = 'http://127.0.0.1:3000/mcp';
const WHERE = { url: URL, localUrl: URL, metricsUrl: null, pageUrl: null };
const MEND = '`auth: { open: CALLER }`';

it.each([
  [[], null, []],
  [[`${URL}/shop`], 'desk', [`Services beside it: ${URL}/shop`]],
  [
    [`${URL}/bills`, `${URL}/shop`],
    null,
    [
      `Services beside it: ${URL}/bills, ${URL}/shop`,
      `  for callers that list them. Say in deployment.yaml which one everybody is here: ${MEND}.`,
    ],
  ],
])('tells where services are: %j, for %s', (services, caller, told) => {
  const auth = { kind: 'open', caller } as const;
  const text = connectText({ ...WHERE, services }, { auth }, ['concierge', 'stdio'], (word) => word);
  expect(text.split('\n').slice(1, 1 + told.length + 1)).toEqual([...told, '']);
});
