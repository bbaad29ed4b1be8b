/** Files that are fetched, as a connector: sync knows them by the words that it has for every system. `file-client.ts` fetches them. */
import { OPEN_WAYS_IN } from '../connectors/rest.ts';
import type { FetchedRead } from '../declaration.ts';
import type { Connector, SyncRead, WayIn } from '../kit/http/connector.ts';
import type { InputFields, Operation } from '../kit/http/operation.ts';

/** Of a row: its number in the file. No column is called so. */
export const ROW_NUMBER = ':row';

const SIGNED: WayIn = {
  about: 'A signed address: what stands in it after the question mark is the secret.',
  secrets: { secret: 'All that stands after the question mark.' },
  words: {},
  auth: { kind: 'none' },
  scopes: [],
};

const { none, bearer, api_key: apiKey, basic } = OPEN_WAYS_IN;

export const FILE_WAYS_IN: Readonly<Record<string, WayIn>> = {
  ...(none && { none }),
  ...(bearer && { bearer }),
  ...(apiKey && { api_key: apiKey }),
  ...(basic && { basic }),
  signed: SIGNED,
};

export function fileConnector(reads: readonly FetchedRead[]): Connector {
  return {
    name: 'file',
    title: 'A file by HTTPS',
    settings: {
      redirect_hosts: {
        about: 'The hosts that the address may lead on to, with commas between.',
        example: 'files.acme.example',
        pattern: /^[a-z0-9.,: -]*$/,
        byDefault: '',
      },
    },
    base: '',
    waysIn: FILE_WAYS_IN,
    errors: { at: [], kinds: {} },
    limits: null,
    paces: { default: { concurrency: 1, rate: null } },
    operations: Object.fromEntries(reads.flatMap(operationsOf)),
    reads: Object.fromEntries(reads.map(({ name }) => [name, readOf(name)])),
    probe: { operation: reads[0]?.name ?? '', input: {}, scopesHeader: null },
  };
}

const COLUMNS: InputFields = { columns: { type: 'strings', about: 'The columns that are wanted.', most: 1_000 } };
const SINCE: InputFields = { since: { type: 'string', about: 'What the server said of the file.', most: 2_000 } };

function operationsOf({ name, url, ...how }: FetchedRead): readonly (readonly [string, Operation])[] {
  const { format, sheet, headerRow, list } = how;
  const request = { path: url, body: { format, sheet, headerRow, list: list.map(String) } };
  const fetched: Operation = { about: `Fetches \`${name}\`.`, input: COLUMNS, request, paging: null, rows: '' };
  return [
    [name, fetched],
    [`${name}.changes`, { ...fetched, input: { ...COLUMNS, ...SINCE } }],
  ];
}

function readOf(name: string): SyncRead {
  return {
    about: `The rows of \`${name}\`.`,
    operation: name,
    input: {},
    columns: 'columns',
    id: ROW_NUMBER,
    changes: {
      operation: `${name}.changes`,
      since: 'since',
      as: 'iso',
      overlapMs: 0,
      reachMs: null,
      gone: null,
      deletions: null,
    },
    one: null,
  };
}
