/** The public reason of an answer: the leader's code for the link or the language that answered, worded in the customer's language. */
import type { ReasonCard, ReasonWording } from '../card/contract.ts';
import type { Reached } from './reached.ts';
import type { ReasonChoice } from './table.ts';

/** What came of a walk, as far as a reason tells it. */
export type Told = Pick<Reached, 'by' | 'lacks'>;

/** A code, or by the kind of link that answered. For the fallback its own code is the choice. */
export function reasonCard(
  choice: ReasonChoice,
  told: Told,
  language: string | null,
  reasons: Readonly<Record<string, ReasonWording>>,
  defaultLanguage: string,
): ReasonCard {
  const code = codeOf(choice, told);
  return { code, message: wordingIn(reasons[code] ?? {}, language, defaultLanguage) };
}

function codeOf(choice: ReasonChoice, { by, lacks }: Told): string {
  if (typeof choice === 'string') return choice;
  if (lacks.includes('language') && choice.other_language !== undefined) return choice.other_language;
  return (by === 'fallback' ? undefined : choice[by]) ?? choice.default;
}

/**
 * BCP 47 look-up (RFC 4647, 3.4): the tag, then ever shorter ones, then the default language's. Any wording is better
 * than none, so the first one is what remains.
 */
export function wordingIn(wording: ReasonWording, language: string | null, defaultLanguage: string): string {
  const asked = language === null ? undefined : lookUp(wording, language);
  return asked ?? lookUp(wording, defaultLanguage) ?? Object.values(wording)[0] ?? '';
}

/** Whether a customer who asks in this language reads it, not the default one. */
export function hasWording(wording: ReasonWording, language: string): boolean {
  return lookUp(wording, language) !== undefined;
}

function lookUp(wording: ReasonWording, tag: string): string | undefined {
  const subtags = tag.toLowerCase().split('-');
  for (let length = subtags.length; length > 0; length--) {
    // A single letter only introduces what follows it.
    if (subtags[length - 1]?.length === 1) continue;
    const range = subtags.slice(0, length).join('-');
    const found = Object.keys(wording).find((known) => known.toLowerCase() === range);
    if (found !== undefined) return wording[found];
  }
  return undefined;
}
