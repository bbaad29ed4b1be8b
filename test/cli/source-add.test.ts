/** `concierge source add` and `list`: by flags and by answers, with vendors' fakes. What is written can be checked, doctored and read. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { systemClock } from '../../src/base/clock.ts';
import type { Questions } from '../../src/cli/terminal/questions.ts';
import { smallCompany, standing } from '../support/adding-sources.ts';
import { runCommand } from '../support/cli.ts';
import { writeInto } from '../support/workspace-folder.ts';
import { FAKES } from '../systems/fakes.ts';
import { messySalesforce } from '../systems/messy-salesforce.ts';
import type { VendorFake } from '../systems/vendor.ts';

type Written = { readonly facts?: object; readonly assignments?: readonly { readonly role: string }[] };

function written(
  acme: string,
  name: string,
): { readonly text: string; readonly records: readonly Readonly<Record<string, Written>>[] } {
  const text = readFileSync(join(acme, 'sources', `${name}.yaml`), 'utf8');
  return { text, records: (parse(text) as { records: readonly Readonly<Record<string, Written>>[] }).records };
}

const fakeOf = (name: string): VendorFake => {
  const make = FAKES.get(name);
  if (make === undefined) throw new RangeError(`no fake ${name}`);
  return make();
};

describe('a Salesforce org', () => {
  it('is added by flags: its look-up, its tiers and its dates are found by their values, and nothing private is', async () => {
    const acme = smallCompany();
    const org = await standing(messySalesforce(systemClock.now));
    const add = ['source', 'add', 'salesforce', acme, ...org.flags, '--secret', 'secret=sf', '--yes'];
    const env = { SF: org.env['SALESFORCE_SECRET'] };
    const { code, out, err } = await runCommand(add, { env, cwd: acme });
    expect([code, err]).toEqual([0, expect.stringContaining('Salesforce lets us in.')]);
    const { text, records } = written(acme, 'salesforce');
    expect(records[0]?.['account']).toMatchObject({
      id: { column: 'Id', in: 'crm', format: 'salesforce' },
      name: 'Name',
      parent: { column: 'ParentId' },
      domain: { column: 'Website', transform: 'domain' },
      facts: {
        'account.arr_usd': 'ARR_USD__c',
        'account.legal_hold': 'Legal_Hold__c',
        'account.region': 'Sales_Region__c',
        'account.renewal_date': 'Renewal_Date__c',
        'account.tier': {
          column: 'Customer_Tier__c',
          values: { vip: 'VIP', 'V.I.P.': 'VIP', 'Enterprise account': 'Enterprise', VVIP: 'VVIP' },
        },
        'account.type': 'Type',
      },
      assignments: [
        { role: 'CSM', person: { column: 'Success_Lead__c', in: 'crm_user', format: 'salesforce' } },
        { role: 'AE', person: { column: 'OwnerId', in: 'crm_user', format: 'salesforce' } },
      ],
    });
    expect(records.map((record) => Object.keys(record)[0])).toEqual(['account', 'contact', 'person', 'absence']);
    // What the evidence is, by words of the list and counts.
    expect(out).toMatch(/account\.tier +Customer_Tier__c +31 of 40 rows hold .*VVIP.*; left out: Strategic/);
    for (const never of ['Salary', 'Story', 'Notes', 'Description', 'Phone', 'CreatedById', 'Last_Renewal', 'ARR_EUR'])
      expect(text).not.toContain(never);
    // Not even asked for: it might be in a log of the system, or of a gateway.
    expect(org.asked.map(({ query }) => query.get('q')).join()).not.toMatch(/Salary|Story|Notes|Description|Phone/);
    expect(out + err + text).not.toMatch(/CANARY|person\.\d@|buyer\d|Customer \d/);
    // The deployment keeps its comments, and holds a name and hosts.
    const deployment = readFileSync(join(acme, 'deployment.yaml'), 'utf8');
    expect(deployment).toContain('# This machine alone.');
    expect(deployment).toContain('\nsecrets:\n  sf: { env: SF, hosts: [127.0.0.1] }\n');
    expect((await runCommand(['check', acme])).out).not.toContain('error');
    expect((await runCommand(['doctor', acme, '--source', 'salesforce'], { env })).code).toBe(0);
    // Never over a file that is there.
    const again = await runCommand(add, { env });
    expect([again.code, again.err]).toEqual([
      EXIT_CODES.usage,
      expect.stringContaining('There is a file sources/salesforce.yaml already.'),
    ]);
    expect(written(acme, 'salesforce').text).toBe(text);
  });

  it('is added without asking it, by what is usual; whoever is told nothing writes nothing', async () => {
    const acme = smallCompany();
    const org = await standing(messySalesforce(systemClock.now));
    const add = ['source', 'add', 'salesforce', acme, ...org.flags, '--no-test'];
    const dry = await runCommand(add);
    expect([dry.code, dry.err]).toEqual([EXIT_CODES.usage, expect.stringContaining('Say `--yes` to write it.')]);
    expect(existsSync(join(acme, 'sources/salesforce.yaml'))).toBe(false);
    const { code, out } = await runCommand([...add, '--yes', '--json', '--read', 'accounts', 'users']);
    expect([code, org.asked]).toEqual([0, []]);
    expect(JSON.parse(out)).toMatchObject({
      source: 'salesforce',
      file: 'sources/salesforce.yaml',
      next: [
        expect.stringContaining('SALESFORCE_SECRET'),
        expect.stringContaining('concierge check'),
        expect.stringContaining('concierge doctor'),
        expect.stringContaining('concierge sync'),
      ],
    });
    expect(written(acme, 'salesforce').records.map((record) => Object.keys(record)[0])).toEqual(['account', 'person']);
  });
});

it.each([
  [
    'hubspot',
    {
      from: 'companies',
      facts: { 'account.tier': 'properties.tier' },
      assignments: [{ role: 'AE', person: { column: 'properties.hubspot_owner_id', in: 'hubspot_owner' } }],
    },
  ],
  [
    'zendesk',
    {
      from: 'organizations',
      facts: { 'account.tier': 'organization_fields.tier' },
      assignments: [{ role: 'CSM', person: { column: 'organization_fields.csm_email', in: 'email' } }],
    },
  ],
])('%s: what the company has added to its accounts is found', async (name, account) => {
  const acme = smallCompany();
  const { flags, env } = await standing(fakeOf(name));
  const { code, out, err } = await runCommand(['source', 'add', name, acme, ...flags, '--yes'], { env });
  expect([code, err]).toEqual([0, expect.anything()]);
  const { text, records } = written(acme, name);
  expect(records[0]?.['account']).toMatchObject(account);
  expect(out + err + text).not.toContain('CANARY');
});

it.each([
  [
    'bamboohr',
    { from: 'employees', name: ['firstName', 'lastName'], manager: { column: 'reportsToId', in: 'bamboohr' } },
  ],
  ['calendly', { from: 'people', booking_link: 'user.scheduling_url' }],
])('%s: people are as usual of it', async (name, record) => {
  const acme = smallCompany();
  const { flags, env } = await standing(fakeOf(name));
  expect((await runCommand(['source', 'add', name, acme, ...flags, '--yes'], { env })).code).toBe(0);
  expect(written(acme, name).records[0]?.['person']).toMatchObject(record);
});

describe('where nobody can be asked', () => {
  it('all that is missing is told at once, each by its flag', async () => {
    const acme = smallCompany();
    const { code, err, out } = await runCommand(['source', 'add', 'zendesk', acme]);
    expect([code, out]).toEqual([EXIT_CODES.usage, '']);
    expect(err).toMatch(
      /--set subdomain=acme .*\n.*--way WAY .*client_credentials, access_token, api_token.*\n.*--word client_id=concierge/,
    );
  });

  it.each([
    [['zendesc'], 'Did you mean `zendesk`?'],
    [['rest'], 'docs/sources/rest.md'],
    [['postgresql'], 'is written by hand. See docs/sources/sql.md'],
    [['mcp'], '`concierge wrap mcp`'],
    [['pagerduty'], 'Begin with the source in docs/sources/pagerduty.md'],
    [['calendly', '--way', 'token', '--base-url', 'calendly'], '`--base-url` is not written as it must be.'],
    [
      ['zendesk', '--set', 'subdomain=https://acme'],
      '`--set subdomain` is not written as it must be. What stands before .zendesk.com.',
    ],
    [['zendesk', '--set', 'subdomian=acme'], 'Did you mean `subdomain`?'],
    [['zendesk', '--set', 'subdomain'], 'Write `--set NAME=VALUE`.'],
    [['zendesk', '--set', 'subdomain=acme', '--way', 'api_tokn'], 'Did you mean `api_token`?'],
    [
      ['zendesk', '--set', 'subdomain=acme', '--way', 'access_token', '--secret', 'secret=eyJhbGciOi.Secret'],
      'Never put the value itself here.',
    ],
    [
      ['zendesk', '--set', 'subdomain=acme', '--way', 'access_token', '--read', 'tickets'],
      'There is no `tickets` for --read.',
    ],
    [
      ['zendesk', '--set', 'subdomain=acme', '--way', 'access_token', '--yes'],
      'ZENDESK_SECRET is empty or missing. Set it, then start again. Or leave the test out: `--no-test`.',
    ],
    [['zendesk', '--name', 'people'], 'There is a file sources/people.yaml already.'],
  ])('%j is told what is wrong', async (args, said) => {
    const acme = smallCompany();
    const [connector = '', ...flags] = args;
    const { code, err } = await runCommand(['source', 'add', connector, acme, ...flags]);
    expect(code).toBeGreaterThan(1);
    expect(err).toContain(said);
    expect(err).not.toContain('eyJhbGciOi');
  });

  it('a system that lets nobody in is told, and nothing is written', async () => {
    const acme = smallCompany();
    const { flags } = await standing(fakeOf('hubspot'));
    const { code, err } = await runCommand(['source', 'add', 'hubspot', acme, ...flags, '--yes'], {
      env: { HUBSPOT_SECRET: 'wr0ng' },
    });
    expect([code, err]).toEqual([EXIT_CODES.sync_failed, expect.stringContaining("doesn't accept the credentials")]);
    expect(err).not.toContain('wr0ng');
    expect(existsSync(join(acme, 'sources/hubspot.yaml'))).toBe(false);
  });

  it('a read that the credentials may not have is left out, and told', async () => {
    const acme = smallCompany();
    const fake = messySalesforce(systemClock.now);
    fake.switchOff('OutOfOffice');
    const { flags, env } = await standing(fake);
    const { code, err } = await runCommand(['source', 'add', 'salesforce', acme, ...flags, '--yes'], { env });
    expect([code, err]).toEqual([0, expect.stringContaining('! out_of_office is left out')]);
    expect(written(acme, 'salesforce').text).not.toContain('out_of_office');
  });
});

/** A person who gives these answers, by a word of the question; everything else is as proposed. */
function person(answers: Readonly<Record<string, string | readonly string[] | boolean>>) {
  const asked: string[] = [];
  const left = new Set(Object.keys(answers));
  const answer = (message: string): string | readonly string[] | boolean | undefined => {
    asked.push(message);
    const word = Object.keys(answers).find((each) => message.includes(each));
    if (word !== undefined) left.delete(word);
    return word === undefined ? undefined : answers[word];
  };
  const questions: Questions = {
    text: async ({ message, byDefault = '', check }) => {
      const text = String(answer(message) ?? byDefault);
      const wrong = check(text);
      if (wrong !== null) throw new Error(`"${text}" for "${message}": ${wrong}`);
      return text;
    },
    choose: async ({ message, choices, byDefault }) => {
      const value = answer(message) ?? byDefault ?? choices[0]?.value;
      const found = choices.find((choice) => choice.value === value);
      if (found === undefined) throw new Error(`no choice ${String(value)} for "${message}"`);
      return found.value;
    },
    chooseSome: async ({ message, byDefault }) => (answer(message) as readonly string[] | undefined) ?? byDefault,
    sure: async (message, byDefault) => (answer(message) as boolean | undefined) ?? byDefault,
  };
  return { questions, asked, left };
}

describe('at a terminal', () => {
  it('the connector’s own words are the questions; each line is taken, changed or left out', async () => {
    const acme = smallCompany();
    const org = await standing(messySalesforce(systemClock.now));
    const [, domain = ''] = org.flags[1]?.split('=') ?? [];
    const sarah = person({
      'My Domain': domain,
      'let us in': 'client_credentials',
      'consumer key': '3MVG9aBcD.xYz0123456789',
      'Not the value': 'crm_client',
      'What is read': ['accounts', 'users'],
      'as they are': true,
      'lines for accounts': 'each',
      'role AE': 'leave',
      'account.region from': 'other',
      'Which column': 'Type',
    });
    const { code, out, err } = await runCommand(['source', 'add', 'salesforce', acme, ...org.flags.slice(-2)], {
      env: { CRM_CLIENT: org.env['SALESFORCE_SECRET'] },
      cwd: acme,
      questions: sarah.questions,
    });
    expect([code, err, sarah.left]).toEqual([0, expect.anything(), new Set()]);
    // They have said that they may be shown.
    expect(out).toContain('person.0@acme.example');
    const { records, text } = written(acme, 'salesforce');
    expect(text).toContain('secret: crm_client');
    expect(records).toHaveLength(2);
    expect(records[0]?.['account']?.facts).toMatchObject({ 'account.region': 'Type' });
    expect(records[0]?.['account']?.assignments?.map(({ role }) => role)).toEqual(['CSM']);
    expect(sarah.asked.join('\n')).toContain('account.tier from Customer_Tier__c (31 of 40 rows hold');
  });

  it('a secret that isn’t there yet is waited for, or done without', async () => {
    const acme = smallCompany();
    const { flags, asked } = await standing(fakeOf('zendesk'));
    const later = person({ 'can’t be read here yet': 'without', 'Add it to': false });
    const { code, err } = await runCommand(['source', 'add', 'zendesk', acme, ...flags], {
      questions: later.questions,
    });
    expect([code, asked]).toEqual([0, []]);
    expect(err).toContain('zendesk_secret: { env: ZENDESK_SECRET, hosts: [127.0.0.1] }');
    expect(readFileSync(join(acme, 'deployment.yaml'), 'utf8')).not.toContain('zendesk_secret');
    expect(written(acme, 'zendesk').text).toContain('organizations');
  });

  it('a secret may lie in the deployment’s folder, and is put there while the command waits', async () => {
    const acme = smallCompany();
    appendFileSync(join(acme, 'deployment.yaml'), 'secrets_folder: secrets\n');
    const { flags, env } = await standing(fakeOf('zendesk'));
    const { questions, asked } = person({
      'Where does the deployment read': 'file',
      'can’t be read here yet': 'again',
    });
    const meanwhile: Questions = {
      ...questions,
      choose: async (question) => {
        if (question.message.includes('can’t be read'))
          writeInto(acme, 'secrets/zendesk_secret', `${env['ZENDESK_SECRET']}\n`);
        return await questions.choose(question);
      },
    };
    const { code, err } = await runCommand(['source', 'add', 'zendesk', acme, ...flags], { questions: meanwhile });
    expect([code, err]).toEqual([0, expect.stringContaining('Zendesk lets us in.')]);
    expect(asked.filter((message) => message.includes('can’t be read'))).toHaveLength(1);
    expect(readFileSync(join(acme, 'deployment.yaml'), 'utf8')).toContain(
      'zendesk_secret: { file: zendesk_secret, hosts: [127.0.0.1] }',
    );
  });

  it('whoever says no at the end has written nothing', async () => {
    const acme = smallCompany();
    const { flags, env } = await standing(fakeOf('zendesk'));
    const no = person({ 'Write ': false });
    expect(
      (await runCommand(['source', 'add', 'zendesk', acme, ...flags], { env, questions: no.questions })).code,
    ).toBe(EXIT_CODES.usage);
    expect(existsSync(join(acme, 'sources/zendesk.yaml'))).toBe(false);
  });
});

describe('an export', () => {
  it.each([
    [
      'data/crm_accounts.csv',
      [],
      'account',
      {
        id: { column: 'Account ID', in: 'crm', format: 'salesforce' },
        name: 'Account Name',
        parent: { column: 'Parent Account ID' },
        facts: {
          'account.tier': 'Customer Tier',
          'account.arr_usd': 'ARR (USD)',
          'account.legal_hold': 'Legal Hold',
          'account.renewal_date': 'Renewal Date',
        },
        assignments: [
          { role: 'CSM', person: { column: 'CSM Email', in: 'email' } },
          { role: 'AE', person: { column: 'Owner Email', in: 'email' } },
        ],
      },
    ],
    [
      'data/hr_employees.csv',
      [],
      'person',
      { name: ['First name', 'Last name'], email: 'Work email', manager: { column: 'Manager', in: 'new' } },
    ],
    [
      'data/absences.csv',
      [],
      'absence',
      { person: { column: 'Employee e-mail', in: 'email' }, start: 'From', end: 'To' },
    ],
    [
      'data/cs_workbook.xlsx',
      ['--set', 'sheet=Contacts'],
      'contact',
      { email: 'E-mail', account: { column: 'Account ID' } },
    ],
    ['data/helpdesk.json', [], 'account', { from: 'rows', id: { column: 'id', in: 'new' }, name: 'name' }],
  ])('%s: what its rows are and what fills what, by its values', async (path, flags, kind, record) => {
    const acme = smallCompany([basename(path)]);
    const add = ['source', 'add', 'file', acme, '--name', 'new', '--set', `path=${path}`, ...flags, '--yes'];
    const { code, out, err } = await runCommand(add);
    expect([code, err]).toEqual([0, '']);
    const { text, records } = written(acme, 'new');
    expect(records[0]?.[kind]).toMatchObject(record);
    expect(out + text).not.toMatch(/CANARY|salary|birth|phone|address\b.*home|note/i);
    expect((await runCommand(['doctor', acme, '--source', 'new'])).code).toBe(0);
  });

  it('days in two possible orders are not guessed, and told', async () => {
    const acme = smallCompany();
    const rows = Array.from(
      { length: 12 },
      (_, nth) => `${nth},Customer ${nth},0${(nth % 9) + 1}/0${(nth % 7) + 2}/2027`,
    );
    writeFileSync(join(acme, 'two-ways.csv'), ['Account ID,Account Name,Renewal Date', ...rows].join('\n'));
    const { code, out } = await runCommand([
      'source',
      'add',
      'file',
      acme,
      '--name',
      'new',
      '--set',
      'path=two-ways.csv',
      '--set',
      'kind=account',
      '--yes',
    ]);
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('`Renewal Date` has days that can be read in two ways: say its `format`.'),
    ]);
    expect(written(acme, 'new').text).not.toContain('renewal_date');
  });
});

it('the sources that there are and the connectors for others are listed', async () => {
  const { out } = await runCommand(['source', 'list', 'examples/acme']);
  expect(out).toMatch(/crm +file +account, person, contact +accounts/);
  expect(out).toMatch(/salesforce +Salesforce +accounts, account_team/);
  const { out: json } = await runCommand(['source', 'list', 'examples/acme', '--json']);
  const { sources } = JSON.parse(json) as { readonly sources: readonly { readonly source: string }[] };
  expect(sources.map(({ source }) => source)).toContain('hr');
});
