/**
 * What in an upstream's words about a tool should make a person wary before they approve it. A rough eye and no guard: what guards is that
 * no model reads these words. Pure.
 */
import { cleanPassage } from '../base/clean-text.ts';
import { isPlainObject } from '../base/json.ts';
import type { Definition } from './definition.ts';

type Suspicion = { readonly says: string; readonly pattern: RegExp };

const SUSPICIONS: readonly Suspicion[] = [
  {
    says: 'tells a model to disregard something',
    pattern:
      /\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}\b(?:all|any|previous|prior|above|other|instructions?|rules?|prompts?|tools?)\b/iu,
  },
  {
    says: 'tells a model to keep something quiet',
    pattern: /\b(?:do not|don['’]t|never|without)\b.{0,20}\b(?:tell|mention|inform|notify|telling|informing|reveal)/iu,
  },
  {
    says: 'speaks of prompts or instructions',
    pattern: /\b(?:system|developer) (?:prompt|message)|<\/?(?:important|system|instructions?|secret)\b/iu,
  },
  {
    says: 'says what to do before or beside it',
    pattern: /\b(?:before|after|whenever|always|first)\b.{0,40}\b(?:call|calling|use|using|invoke|read|run|send)\b/iu,
  },
  {
    says: 'names files or keys of a machine',
    pattern: /~\/\.|\/etc\/|\.ssh\b|\.env\b|id_rsa|\bapi[_ -]?keys?\b|\bpasswords?\b|\bcredentials?\b/iu,
  },
  { says: 'has links', pattern: /https?:\/\//iu },
];

/** Cc (but line breaks and tabs), Cf, Co, Cn: what nobody sees and a model reads. */
const UNSEEN = /(?![\n\r\t])[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u;

/** Each once, in a few words. */
export function suspicionsIn(definition: Definition): readonly string[] {
  const texts = textsIn(definition);
  const cleaned = texts.map((text) => cleanPassage(text, 10_000));
  const said = SUSPICIONS.filter(({ pattern }) => cleaned.some((text) => pattern.test(text))).map(({ says }) => says);
  return [
    ...said,
    ...(texts.some((text) => UNSEEN.test(text)) ? ['has characters that can’t be seen'] : []),
    ...(definition.annotations?.['destructiveHint'] === true ? ['says that it may destroy something'] : []),
    ...(definition.annotations?.['readOnlyHint'] === true ? [] : ['doesn’t say that it only reads']),
  ];
}

/** Whether these words may stand as a proposal of what a model is told. */
export function isPlainlySaid(text: string): boolean {
  return !UNSEEN.test(text) && SUSPICIONS.every(({ pattern }) => !pattern.test(text));
}

/** All texts of it, level by level. */
function textsIn(definition: Definition): readonly string[] {
  const texts: string[] = [];
  let level: readonly unknown[] = [definition];
  while (level.length > 0) {
    texts.push(...level.filter((each) => typeof each === 'string'));
    level = level.flatMap(membersOf);
  }
  return texts;
}

/** But for what only names a schema. */
function membersOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.map((each: unknown) => each);
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => (NAMES.has(key) ? [] : [member]));
}

const NAMES: ReadonlySet<string> = new Set(['$schema', '$id', '$ref']);
