/** What differs between databases in the text of a query, and in what they call things. */

export type DialectName = 'postgresql' | 'mysql' | 'sqlite';

export type Dialect = {
  readonly name: DialectName;
  readonly title: string;
  /** The name of a column, safe in any query. */
  readonly quoted: (name: string) => string;
  /** How many bytes a value has as text, or nearly so. */
  readonly bytesOf: (expression: string) => string;
  /** Where the nth value goes, from 1. */
  readonly place: (nth: number) => string;
  /** How a moment is written for a comparison. */
  readonly moment: (iso: string) => string;
  /** Whether a parameter has no value. PostgreSQL wants to know its type, and says nothing of it here. */
  readonly isAbsent: (parameter: string) => string;
  /** How yes and no are written for a comparison. */
  readonly truth: (is: boolean) => string;
};

const digit = (is: boolean): string => (is ? '1' : '0');
const doubled = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  postgresql: {
    name: 'postgresql',
    title: 'PostgreSQL',
    quoted: doubled,
    bytesOf: (expression) => `octet_length((${expression})::text)`,
    place: (nth) => `$${nth}`,
    moment: (iso) => iso,
    isAbsent: (parameter) => `cast(${parameter} as text) is null`,
    truth: String,
  },
  mysql: {
    name: 'mysql',
    title: 'MySQL',
    quoted: (name) => `\`${name.replaceAll('`', '``')}\``,
    // MariaDB makes nothing of what is larger than `max_allowed_packet`.
    bytesOf: (expression) => `coalesce(octet_length(cast(${expression} as char)), octet_length(${expression}))`,
    place: () => '?',
    moment: (iso) => iso.replace('T', ' ').replace('Z', ''),
    isAbsent: (parameter) => `${parameter} is null`,
    truth: digit,
  },
  sqlite: {
    name: 'sqlite',
    title: 'SQLite',
    quoted: doubled,
    bytesOf: (expression) => `length(cast(${expression} as blob))`,
    place: () => '?',
    moment: (iso) => iso,
    isAbsent: (parameter) => `${parameter} is null`,
    truth: digit,
  },
};

export function isDialect(name: unknown): name is DialectName {
  return typeof name === 'string' && Object.hasOwn(DIALECTS, name);
}
