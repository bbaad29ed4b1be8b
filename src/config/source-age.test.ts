/** What a source says of its age and its system's webhooks: what is read, and what is said of each mistake. */
import { expect, it } from 'vitest';
import { problemsOf, workspaceFolder } from '../../test/support/workspace-folder.ts';
import { requireWorkspace } from './load-workspace.ts';

const DESK = (connector: string, also: string): string => `source: desk
connector: ${connector}
auth: { way: ${connector === 'salesforce' ? 'client_credentials, client_id: abc' : 'private_app'}, secret: token }
reads: { all: { read: ${connector === 'salesforce' ? 'accounts' : 'companies'} } }
${also}
records:
  - account: { from: all, id: { column: id, in: crm } }
`;

const withDesk = (also: string, connector = 'hubspot') =>
  workspaceFolder([], { 'sources/desk.yaml': DESK(connector, also) });

it('is read as it stands, and changes no release of those that say nothing', () => {
  const desk = (also: string) => requireWorkspace(withDesk(also)).sources.find(({ name }) => name === 'desk');
  expect(desk('stale: { after: 2d }\nwebhook: { secret: app }')).toMatchObject({
    stale: { afterMs: 2 * 86_400_000, facts: 'kept' },
    webhook: { secret: 'app' },
  });
  expect(desk('')).not.toHaveProperty('stale');
  expect(desk('')).not.toHaveProperty('webhook');
});

it.each([
  [
    'stale: { facts: missing }',
    'sources/desk.yaml:5:8: error: `after` is missing. Add `after: …`: a length of time: 15m, 6h, 1d.',
  ],
  [
    'stale: { after: soon }',
    'sources/desk.yaml:5:17: error: `soon` is not allowed here. Write a number and `m`, `h` or `d`, like `15m`.',
  ],
  [
    'webhook: yes',
    'sources/desk.yaml:5:10: error: `webhook` must be a map, not text. Write `key: value` lines below it.',
  ],
])('%s', (also, said) => {
  expect(problemsOf(withDesk(also))).toEqual([said]);
});

it('a system that signs nothing takes no webhook', () => {
  expect(problemsOf(withDesk('settings: { my_domain: acme }\nwebhook: { secret: app }', 'salesforce'))).toContain(
    'sources/desk.yaml:6:1: error: Salesforce signs no webhooks that this version knows. Delete it.',
  );
});
