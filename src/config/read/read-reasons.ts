/** The leader's reasons, from `concierge.yaml` and the escalation file together, each with the default language's wording. */
import type { ValuePath } from '../../base/problem.ts';
import type { ReasonWording } from '../../card/contract.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { reasonSchema } from '../schema/reasons-schema.ts';

/** The fallback's reason where the leader names none. */
export const DEFAULT_REASON = 'your_team';
const DEFAULT_WORDING: ReasonWording = { en: 'Your Customer Success team' };

/** `null` is a reason that is declared but broken, which was reported. */
export type DeclaredReasons = ReadonlyMap<string, ReasonWording | null>;

/** English has a wording for `your_team` of its own; every other default language needs the leader's. */
export function readReasons(documents: readonly ConfigDocument[], language: string): DeclaredReasons {
  const reasons = new Map<string, ReasonWording | null>();
  for (const document of documents) {
    for (const code of document.keys(['reasons'])) {
      if (reasons.has(code))
        document.error(
          ['reasons', code],
          `The reason \`${code}\` is worded in another file already.`,
          'Delete one of the two.',
          'key',
        );
      else reasons.set(code, readReason(document, ['reasons', code], code, language));
    }
  }
  if (!reasons.has(DEFAULT_REASON) && language === 'en') reasons.set(DEFAULT_REASON, DEFAULT_WORDING);
  return reasons;
}

function readReason(document: ConfigDocument, at: ValuePath, code: string, language: string): ReasonWording | null {
  const written = document.read(at, reasonSchema);
  if (written === undefined) return null;
  const wording = typeof written === 'string' ? { [language]: written } : written;
  if (Object.hasOwn(wording, language)) return wording;
  document.error(
    at,
    `The reason \`${code}\` has no wording in the default language.`,
    `Add \`${language}: …\`.`,
    'key',
  );
  return null;
}
