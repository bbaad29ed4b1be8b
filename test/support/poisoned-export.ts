/**
 * An export in which somebody wrote what they liked: an account and its Success Manager a row, right in all but one cell. It is
 * one more source of the sample, read as any other is.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';

const CLEAN = {
  account: 'Poisoned',
  name: 'Paula Poison',
  title: 'Success Manager',
  email: '',
  booking_link: 'https://calendly.com/acme-paula',
  headshot_url: 'https://cdn.acme.example/people/paula.jpg',
};

export type PoisonedField = keyof typeof CLEAN;
export type Poison = readonly [field: PoisonedField, value: string];

/** The account of a row, by its place. */
export function poisonedAccount(row: number): string {
  return `P-${row}`;
}

/** The address of a row's Success Manager, where it is not what is poisoned. */
export function poisonedEmail(row: number): string {
  return `paula-${row}@acme.example`;
}

export function writePoisonedExport(folder: string, poisons: readonly Poison[]): void {
  const rows = poisons.map(([field, value], row) => ({
    ...CLEAN,
    id: poisonedAccount(row),
    number: String(row),
    email: poisonedEmail(row),
    [field]: value,
  }));
  writeFileSync(join(folder, 'data/poisoned.csv'), stringify(rows, { header: true, quoted: true }));
  writeFileSync(join(folder, 'sources/poisoned.yaml'), SOURCE);
}

const SOURCE = `
source: poisoned
connector: file
reads:
  rows: { path: ../data/poisoned.csv }
records:
  - account:
      from: rows
      id: { column: id, in: crm }
      name: account
      facts: { account.type: { constant: Customer }, account.tier: { constant: VIP } }
      assignments:
        - { role: CSM, person: { column: number, in: poisoned } }
  - person:
      from: rows
      id: { column: number, in: poisoned }
      name: name
      title: title
      email: email
      booking_link: booking_link
      headshot_url: headshot_url
`;
