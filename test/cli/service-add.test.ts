/** `concierge service add` and `list`: what is written, and for whom it says the line; never over a file that is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { runCommand } from '../support/cli.ts';
import { workspaceFolder, writeInto } from '../support/workspace-folder.ts';

const AUTH = 'auth: { way: access_token, secret: zendesk_secret }';
const ACCOUNTS = `reads: { organizations: { read: organizations } }
records:
  - account: { from: organizations, id: { column: id, in: zd } }
`;

function company(sources: Readonly<Record<string, string>> = { desk: ACCOUNTS }): string {
  const folder = workspaceFolder();
  for (const [name, records] of Object.entries(sources))
    writeInto(
      folder,
      `sources/${name}.yaml`,
      `source: ${name}\nconnector: zendesk\nsettings: { subdomain: acme }\n${AUTH}\n${records}`,
    );
  return folder;
}

type Written = {
  readonly tools: Readonly<Record<string, { readonly audiences: string[]; readonly customer?: object }>>;
};

function written(folder: string, name: string): Written {
  return parse(readFileSync(join(folder, 'services', `${name}.yaml`), 'utf8')) as Written;
}

it('writes it over the source, in the ids of its own accounts, for teams, and says what comes next', async () => {
  const folder = company();
  const { code, out, err } = await runCommand(['service', 'add', 'zendesk', folder]);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('open_tickets, ticket, find_organization, groups, agents_of_group');
  expect(out).toMatch(/Allow the credentials: the scope `read`[\s\S]*services: \[cx_concierge, desk\]/);
  expect(out).not.toContain('Say `in:');
  const { tools } = written(folder, 'desk');
  expect(tools['open_tickets']?.customer).toEqual({ input: 'organization', id: 'zd', belongs: 'organization_id' });
  expect(new Set(Object.values(tools).flatMap(({ audiences }) => audiences))).toEqual(new Set(['teams']));
  expect(await runCommand(['check', folder])).toMatchObject({ code: 0, err: 'No problems.' });
  const listed = await runCommand(['service', 'list', folder]);
  expect(listed.out).toMatch(/desk +desk +none yet +open_tickets, ticket/);
  expect(listed.out).toMatch(/bamboohr +who_is_away, /);
});

it('never writes over a file, and takes another name', async () => {
  const folder = company();
  await runCommand(['service', 'add', 'zendesk', folder, '--tool', 'ticket']);
  const before = readFileSync(join(folder, 'services/desk.yaml'), 'utf8');
  const again = await runCommand(['service', 'add', 'zendesk', folder]);
  expect([again.code, again.err]).toEqual([EXIT_CODES.usage, expect.stringContaining('It is yours')]);
  expect(readFileSync(join(folder, 'services/desk.yaml'), 'utf8')).toBe(before);
  const other = ['service', 'add', 'zendesk', folder, '--name', 'chat', '--audience', 'customers', 'teams', '--json'];
  const { out } = await runCommand(other);
  expect(JSON.parse(out)).toMatchObject({ service: 'chat', source: 'desk', file: 'services/chat.yaml', problems: [] });
  expect(written(folder, 'chat').tools['open_tickets']?.audiences).toEqual(['customers', 'teams']);
  expect(written(folder, 'chat').tools['ticket']?.audiences).toEqual(['teams']);
});

it('for customers writes the tools alone that are bound to them', async () => {
  const folder = company({ desk: '' });
  const { out } = await runCommand(['service', 'add', 'zendesk', folder, '--audience', 'customers']);
  expect(Object.keys(written(folder, 'desk').tools)).toEqual(['open_tickets']);
  expect(out).toContain('Say `in: helpdesk` for an account’s id in a source');
});

it.each([
  [['zendesc'], {}, 'Did you mean `zendesk`?'],
  [['rest'], {}, 'its operations are your own. Write services/NAME.yaml by hand: docs/services.md.'],
  [['salesforce'], {}, 'The workspace has no source of Salesforce. Add one first: `concierge source add salesforce`'],
  [['zendesk'], { one: '', two: '' }, 'There are several sources of Zendesk. Say one: `--source` one, two.'],
  [['zendesk', '--source', 'dsk'], { desk: '' }, 'Did you mean `desk`?'],
  [['zendesk', '--tool', 'tickets'], { desk: '' }, 'Did you mean `ticket`?'],
  [['zendesk', '--audience', 'everybody'], { desk: '' }, 'There is no audience everybody.'],
  [
    ['zendesk', '--tool', 'groups', '--audience', 'customers'],
    { desk: '' },
    'No tool of Zendesk that you chose is ready for agents for customers.',
  ],
  [['zendesk', '--name', '../desk'], { desk: '' }, 'A name has small letters'],
])('%j is told what is wrong, and nothing is written', async ([connector = '', ...flags], sources, said) => {
  const folder = company(sources);
  const { code, err } = await runCommand(['service', 'add', connector, folder, ...flags]);
  expect([code, err]).toEqual([EXIT_CODES.usage, expect.stringContaining(said)]);
  expect(existsSync(join(folder, 'services/desk.yaml'))).toBe(false);
});
