/** What a customer wants, by their words. A script's understanding: a few English phrases, tried in order. */
import type { HelpPage } from './briefing.ts';

export type Wish =
  | { readonly kind: 'person' }
  | { readonly kind: 'team' }
  | { readonly kind: 'help_page'; readonly page: HelpPage }
  | { readonly kind: 'small_talk'; readonly thanks: boolean }
  /** Not understood, or not in the help pages: then it is a person's turn too. */
  | { readonly kind: 'beyond_me' };

const WANTS_A_PERSON =
  /\b(speak|talk|chat) (to|with)\b|\b(call|contact|meet|reach|connect) (me|us|with|my|our|some)|\b(human|real person|a person|representative|escalate)\b/i;
const ASKS_WHO = /\bwho\b.*\b(my|our|us|me)\b|\b(my|our) (team|contacts|people) (at|with)\b/i;
const NAMES_A_ROLE = /\b(my|our) .*\b(manager|csm|account executive|contact)\b/i;
const SMALL_TALK =
  /^\W*(hi|hello|hey|good (morning|afternoon|evening)|thanks?( you)?( very much| a lot)?|bye|great)\W*$/i;

export function understand(said: string, helpPages: readonly HelpPage[]): Wish {
  if (SMALL_TALK.test(said)) return { kind: 'small_talk', thanks: /thank/i.test(said) };
  if (WANTS_A_PERSON.test(said)) return { kind: 'person' };
  if (ASKS_WHO.test(said)) return { kind: 'team' };
  if (NAMES_A_ROLE.test(said)) return { kind: 'person' };
  const page = helpPages.find(({ question }) => sharedWords(question, said) >= 2);
  return page === undefined ? { kind: 'beyond_me' } : { kind: 'help_page', page };
}

function sharedWords(one: string, other: string): number {
  const words = stems(other);
  return [...stems(one)].filter((stem) => words.has(stem)).length;
}

/** The first letters of the longer words: "inviting" and "invite" are the same to it. */
function stems(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}{5,}/gu) ?? [];
  return new Set(words.map((word) => word.slice(0, 5)));
}
