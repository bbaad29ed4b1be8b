/** What an erasure takes away, before and after, as a person reads it. */
import type { Purged } from '../../audit/erasure.ts';
import type { ForgottenCounts } from '../../store/store.ts';
import { columns } from '../terminal/columns.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import type { ErasurePlan } from './erasure-plan.ts';
import { titled } from '../explanation-text.ts';
import { counted } from '../terminal/counted.ts';
import { count } from '../terminal/progress-line.ts';

export type Erased = { readonly records: Purged; readonly directory: ForgottenCounts; readonly copiedRows: number };

export function plannedText(plan: ErasurePlan, emphasize: Emphasize): string {
  const { names, shared, subject, records, ofRecords, snapshots, directory, copiedRows, releases } = plan;
  const section = titled(emphasize);
  const { people, accounts, contacts } = directory;
  const known = [...subject.people, ...subject.emails, ...subject.links, ...subject.accounts];
  return [
    ...section(names.length === 0 ? 'Known as' : `${names.join(', ')}, known as`, known),
    ...section(
      'Told of in',
      columns([
        ['records', `${count(records)} of ${count(ofRecords)}, which go whole`],
        ['snapshots', count(snapshots)],
        [
          'directory',
          [
            counted(people, 'person', 'people'),
            counted(accounts, 'account'),
            counted(contacts, 'customer contact'),
          ].join(', '),
        ],
        ...(copiedRows === 0 ? [] : [['copies', `${counted(copiedRows, 'row')} of what systems hold`]]),
      ]),
    ),
    ...section('Shared with somebody else, so not looked for', shared),
    ...(releases === 0 ? [] : [releasesText(releases), '']),
  ].join('\n');
}

function releasesText(releases: number): string {
  const named = releases === 1 ? 'A release names' : `${count(releases)} releases name`;
  return `${named} them, as a \`person:\` link or in a team. Releases are kept: take them out of the workspace too.`;
}

export function erasedText({ records, directory, copiedRows }: Erased): string {
  const copies =
    copiedRows === 0
      ? []
      : [
          `Dropped ${counted(copiedRows, 'row')} of what was copied of systems; the next import reads those systems anew.`,
        ];
  return [
    `Erased ${counted(records.records, 'record')} and ${counted(records.snapshots, 'snapshot')}; of the directory ${counted(directory.removed, 'entry', 'entries')} removed and ${count(directory.rewritten)} rewritten.`,
    ...copies,
    'Exports and backups still hold them. Sources that name them bring them back at the next import: take them out there too.',
  ].join('\n');
}
