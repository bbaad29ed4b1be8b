/** What differs between two releases, as sentences under the parts of a workspace. */
import type { Area, ReleaseChange } from '../../config/diff/change.ts';
import { AREAS } from '../../config/diff/change.ts';
import { indented } from '../terminal/columns.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { moreLine } from '../terminal/tables.ts';
import { wrapped } from '../terminal/wrapped.ts';

const TITLES: Readonly<Record<Area, string>> = {
  escalation: 'Who is routed where',
  health: 'Account health',
  reasons: 'Reasons that customers read',
  teams: 'Teams',
  calendars: 'Working hours',
  fallback: 'Fallback',
  service: 'What agents see',
  approved: 'What may leave',
  topics: 'Topics',
  facts: 'Facts',
  precedence: 'Which source is believed',
  sources: 'Sources',
  company: 'Company',
};

const MAX_SHOWN = 40;

export const NO_CHANGES = 'They say the same.';

export function changesText(changes: readonly ReleaseChange[], emphasize: Emphasize): string {
  const shown = changes.slice(0, MAX_SHOWN);
  const sections = AREAS.flatMap((area) => {
    const texts = shown.filter((change) => change.area === area).map(({ text }) => indented(wrapped(text).join('\n')));
    return texts.length === 0 ? [] : [emphasize(TITLES[area]), ...texts];
  });
  return [...sections, ...moreLine(changes.length - shown.length, '`concierge diff --json`')].join('\n');
}
