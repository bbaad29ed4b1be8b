/**
 * Text that a person or a model will read, made safe: compatibility forms folded (NFKC), no invisible characters, bounded.
 * Also the plain rule by which a name is held back as an instruction or a link. Not for ids, which are compared as they are.
 */

/** Control, format (bidi marks and tag characters too), private-use and unassigned characters, and halves of pairs. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu;
const BLANKS = /[\s\p{Z}]+/gu;

/** Printable ASCII with single blanks is clean as it stands. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** What NFKC can make of one character at most. */
const NFKC_GROWTH = 18;

/** The longest name or title that is taken for one, in characters and words. */
export const NAME_LIMITS = { characters: 120, words: 14 } as const;

/** One line without characters that can't be seen; what is longer than `maxCharacters` is cut. */
export function cleanText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters && PLAIN.test(text)) return text;
  const bounded = text.length > maxCharacters * NFKC_GROWTH ? text.slice(0, maxCharacters * NFKC_GROWTH) : text;
  const folded = bounded
    .replaceAll(BLANKS, ' ')
    .normalize('NFKC')
    .replaceAll(INVISIBLE, '')
    // What was apart may be one character now.
    .normalize('NFKC')
    .replaceAll(BLANKS, ' ')
    .trim();
  return folded.length > maxCharacters ? cut(folded, maxCharacters) : folded;
}

/** The same for several lines, each cleaned by itself; lines without anything to see are left out. */
export function cleanPassage(text: string, maxCharacters: number): string {
  const lines: string[] = [];
  let left = maxCharacters;
  for (const line of text.slice(0, maxCharacters * NFKC_GROWTH).split(/\r\n|[\n\r\u2028\u2029]/u)) {
    const cleaned = left > 0 ? cleanText(line, left) : '';
    if (cleaned === '') continue;
    lines.push(cleaned);
    left -= cleaned.length + 1;
  }
  return lines.join('\n');
}

function cut(text: string, maxCharacters: number): string {
  return Array.from(text).slice(0, maxCharacters).join('').trim();
}

type Suspicion = { readonly looksLike: string; readonly pattern: RegExp };

/** No person, title or company is written like this. Checked on cleaned text. */
const SUSPICIONS: readonly Suspicion[] = [
  {
    looksLike: 'a link',
    pattern: /:\/\/|\bwww\.|\b(?:https?|mailto|javascript|data|tel):|[\p{L}\p{N}]\.[a-z]{2,24}[/?#]/iu,
  },
  { looksLike: 'an e-mail address', pattern: /@/u },
  { looksLike: 'markup', pattern: /[<>{}[\]\\`]|\*\*|__/u },
  { looksLike: 'a line of a conversation', pattern: /^(?:system|assistant|user|developer|tool|human)\s*:/iu },
  {
    looksLike: 'an instruction',
    pattern:
      /\b(?:ignore|disregard|forget|override|bypass)\b.*\b(?:all|any|previous|prior|above|instructions?|rules?|prompts?)\b|\b(?:system|your|these|this) (?:prompt|instructions?)\b|\byou (?:are|must|should|will|shall) /iu,
  },
];

/** What short lower-case words with a period abbreviate in names and titles, so that they end no sentence. */
const ABBREVIATED =
  'med|dent|vet|phil|jur|rer|nat|pol|oec|publ|hum|theol|techn|ing|math|agr|habil|geb|int|ext|incl|dept';

/** People's names, titles and roles are not written like this; companies' may be. */
const PERSON_SUSPICIONS: readonly Suspicion[] = [
  ...SUSPICIONS,
  // Without a path, but chats turn it into a link. Companies are called so (`Booking.com`).
  { looksLike: 'a host name', pattern: /(?:^|\s)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.[a-z]{2,24}(?:\s|$)/u },
  { looksLike: 'a phone number', pattern: /\+\d(?:[ ()./-]{0,3}\d){5}|\d(?:[ ()./-]{0,3}\d){8}/u },
  { looksLike: 'a number', pattern: /^\P{L}*\p{N}\P{L}*$/u },
  {
    looksLike: 'an instruction',
    pattern:
      /\bplease \p{L}|\b(?:tell|ask|inform|advise|remind|instruct) (?:the )?(?:customer|user|client|caller|every(?:one|body))s?\b|\b(?:send|give|reveal|share|show|click|visit|reply|pay|transfer|call|contact|tell|ask) (?:me|us|him|her|them|your|this|these|all|now)\b/iu,
  },
  {
    looksLike: 'a sentence',
    // More words after a mark that ends a sentence. A capitalized word of up to six letters may be an abbreviation: `Assoc.`
    pattern: new RegExp(
      String.raw`[!?] \S+ \S|。 ?\S|(?<![\p{L}\p{N}.-])(?!(?:${ABBREVIATED})\.)(?:\p{Ll}\p{L}{2,}|\p{Lu}\p{L}{6,})\. \S+ \S`,
      'u',
    ),
  },
];

/** What a person's name, title or role looks like instead, or `null` when it can be shown. */
export function suspicionInPersonText(text: string): string | null {
  return firstSuspicion(text, PERSON_SUSPICIONS);
}

/** What a company's name looks like instead, or `null`. */
export function suspicionInCompanyName(text: string): string | null {
  return firstSuspicion(text, SUSPICIONS);
}

function firstSuspicion(text: string, suspicions: readonly Suspicion[]): string | null {
  const tooLong = text.length > NAME_LIMITS.characters || text.split(' ').length > NAME_LIMITS.words;
  if (tooLong) return 'a sentence';
  return suspicions.find(({ pattern }) => pattern.test(text))?.looksLike ?? null;
}

const LATIN = /\p{Script=Latin}/u;
const LOOK_ALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;

/** The first word that mixes Latin letters with a script that has look-alikes of them; `null` where none does. */
export function mixedScriptWord(text: string): string | null {
  if (PLAIN.test(text)) return null;
  return text.split(/[^\p{L}\p{M}]+/u).find((word) => LATIN.test(word) && LOOK_ALIKE.test(word)) ?? null;
}
