/** A service's tool: what is said of each fault in its file, with its place. */
import { describe, expect, it } from 'vitest';
import { problemsOf, workspaceFolder, writeInto } from '../../test/support/workspace-folder.ts';

const SOURCE = `source: desk
connector: rest
auth: { way: bearer, secret: desk_token }
settings: { base_url: "https://desk.acme.example" }
system:
  title: Desk
  operations:
    list:
      about: Lists the tickets of one customer.
      input:
        customer: { type: string, about: Whose. }
        number: { type: integer, about: Whose by number. }
        flag: { type: boolean, about: Whether. }
        states: { type: strings, about: In which states. }
        state: { type: string, one_of: [open, solved], about: In which state. }
      request: { path: /tickets, query: { c: "{customer}", n: "{number}", f: "{flag}", s: "{states}", t: "{state}" } }
      rows: tickets
`;

const SALESFORCE = `source: desk
connector: salesforce
settings: { domain: acme.my.salesforce.com }
auth: { way: client_credentials, client_id: 3MVG9aBcD.xYz0123456789, secret: sf }
`;

function problems(tool: string, source = SOURCE, operation = 'list', severity = 'error'): readonly string[] {
  const folder = workspaceFolder();
  writeInto(folder, 'sources/desk.yaml', source);
  const service = `service: desk\nsource: desk\ntitle: The desk\ntools:\n  tickets:\n    operation: ${operation}\n    title: Tickets\n    description: Lists the tickets of a customer.\n`;
  writeInto(folder, 'services/desk.yaml', `${service}${tool.replaceAll(/^/gm, '    ')}\n`);
  return problemsOf(folder).filter((line) => line.includes(`: ${severity}: `));
}

const FIELDS = 'fields: { number: id }';

describe('a tool of a service', () => {
  it.each([
    'audiences: [customers]\ncustomer: { input: customer, id: crm, belongs: owner.id }',
    'audiences: [customers]\ncustomer: { input: customer, id: crm, belongs: unchecked }',
    'customer: { input: number, id: crm }',
    'arguments: { state: { one_of: [open], default: open }, states: { one_of: [a, b], default: [a] } }\ncache: 1h',
  ])('loads where it is sound: %s', (tool) => {
    expect(problems(`${tool}\n${FIELDS}`)).toEqual([]);
  });

  it.each([
    ['crm', []],
    [
      'crn',
      [
        'services/desk.yaml:9:38: warning: No source says an account’s id in `crn`, so this tool finds nobody. Did you mean `crm`?',
      ],
    ],
  ])('is told where no customer has the id that it asks by: %s', (id, told) => {
    const tool = `customer: { input: customer, id: ${id} }\n${FIELDS}`;
    expect(problems(tool, SOURCE, 'list', 'warning').filter((line) => line.includes('services/'))).toEqual(told);
  });

  it.each([
    [
      'audiences: [customers, partners]\ncustomer: { input: customer, id: crm }',
      '10:15: error: Agents for customers and partners would get whatever rows the system sends, also another’s. Say where a row has the customer’s id (`belongs:`), or `belongs: unchecked` where rows don’t say whose they are.',
    ],
    ['cache: 2h', '9:12: error: A reply is given again for an hour at most. Say `1h`.'],
    [
      'customer: { input: flag, id: crm }',
      '9:24: error: `flag` is of type `boolean`, which no id is. Name the input that says who the customer is.',
    ],
    [
      'customer: { input: number, email: true }',
      '9:24: error: `number` is of type `integer`, which no address is. Name the input that says who the customer is.',
    ],
    [
      'arguments: { number: { one_of: ["1"] } }',
      '9:36: error: Only texts are chosen from a list, and this input is of type `integer`. Delete it.',
    ],
    ['arguments: { states: { one_of: [a, a] } }', '9:36: error: `a` stands here twice. Say it once.'],
    [
      'arguments: { state: { one_of: [shut] } }',
      "9:35: error: `shut` can't be asked: there may only be open, solved. Take it out.",
    ],
    [
      'arguments: { state: { one_of: [open], default: solved } }',
      '9:52: error: `solved` is none of `one_of`. Take one of them.',
    ],
  ])('is refused: %s', (tool, says) => {
    expect(problems(`${tool}\n${FIELDS}`)).toEqual([`services/desk.yaml:${says}`]);
  });

  it('asks a system by name for no field that can’t be asked for', () => {
    expect(
      problems('fields: { name: Name, own: Owner.Some-Thing, about: Description }', SALESFORCE, 'accounts'),
    ).toEqual([
      "services/desk.yaml:9:32: error: `Owner.Some-Thing` can't be asked for: it is no name of a field. Name another field.",
      "services/desk.yaml:9:57: error: `Description` can't be asked for: it holds what people write freely. Name another field.",
    ]);
  });
});

it('warns of an agent for customers that nobody’s customer is ever stated to', () => {
  const folder = workspaceFolder([
    { file: 'concierge.yaml', old: 'binding: "off" #', now: 'services: [cx_concierge, desk]\n    binding: "off" #' },
    { file: 'concierge.yaml', old: 'audience: teams', now: 'audience: partners' },
  ]);
  writeInto(folder, 'sources/desk.yaml', SOURCE);
  const tool = 'operation: list, title: T, description: Lists., audiences: [partners], fields: { number: id }';
  const customer = 'customer: { input: customer, id: crm, belongs: owner.id }';
  writeInto(
    folder,
    'services/desk.yaml',
    `service: desk\nsource: desk\ntitle: Desk\ntools:\n  tickets: { ${tool}, ${customer} }\n`,
  );
  expect(problemsOf(folder).filter((line) => line.includes('bound to no customer'))).toEqual([
    'concierge.yaml:42:15: warning: `support-copilot` is bound to no customer, so what `desk` has about customers is never answered to it. Write `binding: required` with `assertions`, or take the service out.',
  ]);
});

/** An operation that takes a nested condition. */
const SEARCH = `source: desk
connector: rest
auth: { way: bearer, secret: desk_token }
settings: { base_url: "https://desk.acme.example" }
system:
  title: Desk
  operations:
    list:
      about: Searches the tickets.
      input:
        customer: { type: string, about: Whose. }
        where:
          type: json
          about: Which.
          schema:
            type: array
            items: { type: object, required: [field], properties: { field: { type: string, enum: [state] }, most: { type: integer } } }
      request: { method: POST, path: /search, body: { query: { who: { input: customer }, where: { input: where } } } }
      rows: tickets
`;

describe('an input that is nested', () => {
  const CUSTOMER = 'customer: { input: customer, id: crm, belongs: owner.id }\naudiences: [customers]';
  it.each([
    `arguments: { where: {} }\n${CUSTOMER}`,
    'fixed: { where: [{ field: state, most: 3 }] }',
    'arguments: { where: { default: [{ field: state }] } }',
    `fixed: { where: [{ field: state }] }\n${CUSTOMER.replace('owner.id', 'unchecked')}`,
  ])('may be an argument, have a default, or be fixed: %s', (tool) => {
    expect(problems(`${tool}\n${FIELDS}`, SEARCH)).toEqual([]);
  });

  it.each<[tool: string, said: RegExp]>([
    ['fixed: { where: [{ most: 3 }] }', /9:21: error: This can't be asked: `0` must have required property 'field'\. /],
    [
      'fixed: { where: [{ field: mood }] }',
      /This can't be asked: `0\.field` must be equal to one of the allowed values/,
    ],
    ['fixed: { where: { field: state } }', /This can't be asked: it must be array/],
    ['arguments: { where: { default: state } }', /The default can't be used: it is neither an object nor a list/],
    [
      'arguments: { where: { one_of: [state] } }',
      /Only texts are chosen from a list, and this input is of type `json`/,
    ],
    ['customer: { input: where, id: crm }', /`where` is of type `json`, which no id is/],
    [
      `arguments: { where: {} }\n${CUSTOMER.replace('owner.id', 'unchecked')}`,
      /By `where` agents for customers could ask for anybody’s, and no row is looked at\./,
    ],
  ])('is refused where it can’t be meant: %s', (tool, said) => {
    expect(problems(`${tool}\n${FIELDS}`, SEARCH).join()).toMatch(said);
  });

  it.each<[from: string, to: string, said: RegExp]>([
    ['type: json', 'type: string', /Only `json` has a schema/],
    [/schema:[\s\S]*?(?= {6}request)/.exec(SEARCH)?.[0] ?? '', '\n', /Nothing says what this `json` may be/],
    ['path: /search', 'path: "/search/{where}"', /`where` is `json`, which no text of this kind is/],
    ['type: array', 'type: string', /17:13: error: `items` can't stand beside its neighbours/],
    ['required: [field]', 'required: [none]', /it needs `none`, which it doesn’t describe/],
    [
      '{ type: integer }',
      `${'{ type: array, items: '.repeat(6)}{ type: integer }${' }'.repeat(6)}`,
      /nested deeper than 5 levels/,
    ],
  ])('has a schema that is bounded: %s → %s', (from, to, said) => {
    expect(problems(`arguments: { where: {} }\n${FIELDS}`, SEARCH.replace(from, to)).join()).toMatch(said);
  });
});
