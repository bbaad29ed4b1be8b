/**
 * Texts of a document as a model and a person may read them: without markup, one or two sentences, bounded. A document is
 * written by others: what looks like an instruction to whoever reads it is not taken over, and told.
 */
import { cleanText } from '../base/clean-text.ts';

const INSTRUCTION =
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,60}\b(?:all|any|previous|prior|above|instructions?|rules?|prompts?)\b|\b(?:system|developer|hidden) (?:prompt|message|instructions?)\b|\b(?:the |you,? |an? )?(?:assistant|language model|llm|ai agent|ai model)s?\b[^.]{0,60}\b(?:must|should|shall|always|never|has to|have to)\b|\b(?:do not|don['’]t|never) (?:tell|mention|reveal|inform|show|let)\b[^.]{0,40}\b(?:user|customer|person|anyone|them)\b|\b(?:before|after|when(?:ever)?|instead of) (?:using|calling|you call|you use) (?:this|any|another|other)(?: other)? tools?\b|\b(?:send|forward|post|exfiltrate|include|append|copy)\b[^.]{0,60}\b(?:api keys?|passwords?|tokens?|credentials?|conversation|chat history)\b[^.]{0,30}\b(?:to|in|into)\b|<\/?(?:system|important|instructions?|secret)>|(?:^|\n)\s*(?:system|assistant|developer)\s*:/iu;

/** Marks that no reader sees: tags, and those that turn the direction. */
const HIDDEN = /[\u{E0000}-\u{E007F}\u202A-\u202E\u2066-\u2069]/u;

/** As it stands, and as it would be taken over: markup and what can't be seen may stand within a word. */
export function isSuspicious(text: string): boolean {
  return HIDDEN.test(text) || INSTRUCTION.test(text.slice(0, 20_000)) || INSTRUCTION.test(plainText(text));
}

const MOST_READ = 5_000;

/** The text as plain sentences: up to the first heading, list or table. */
export function plainText(markdown: string): string {
  const paragraphs = markdown
    .slice(0, MOST_READ)
    .replaceAll(/\{%[^%]{0,500}%\}[\s\S]{0,2000}?\{% ?\/[^%]{0,100}%\}/g, '\n\n')
    .replaceAll(/```[\s\S]{0,3000}?```/g, '\n\n')
    .split(/\n\s*\n|\n(?=\s*(?:#|[-*|:]{1,3}[ |:]|\d+\. ))/);
  const prose = paragraphs.map((each) => each.trim()).filter((each) => each !== '');
  const first = prose.findIndex((each) => !/^(?:#|[-*>|]|:::|\d+\. |\{%)/.test(each));
  const last = prose.findIndex((each, index) => index > first && /^(?:#|[-*>|]|:::|\d+\. |\{%)/.test(each));
  const kept = first === -1 ? [] : prose.slice(first, last === -1 ? first + 2 : Math.min(last, first + 2));
  return cleanText(kept.map(withoutMarkup).join(' '), 2_000).replaceAll(/\s+([.,;:])/g, '$1');
}

function withoutMarkup(text: string): string {
  return text
    .replaceAll(/!?\[([^\]]{0,300})\]\([^)]{0,500}\)/g, '$1')
    .replaceAll(/<[^<>]{1,200}>/g, ' ')
    .replaceAll(/https?:\/\/\S{1,500}/g, ' ')
    .replaceAll(/[*_]{2,3}([^*_]{1,300})[*_]{2,3}/g, '$1')
    .replaceAll(/`/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** As many whole sentences as fit, two at most, with a stop at the end; else the words that fit. */
export function sentences(text: string, most: number): string {
  const found =
    text
      .replaceAll(/\b(e\.g|i\.e|etc|vs)\.(?=[\s,:)])/gi, (short) => short.replaceAll('.', '\u{E000}'))
      .match(/[^.!?]+(?:[.!?]+(?=\s|$)|[.!?](?=\S)[^.!?]*)*[.!?]*/g) ?? [];
  const parts = found
    .map((each) => each.replaceAll('\u{E000}', '.').trim())
    .filter((each) => each !== '' && !/^(?:see|learn more)\b/i.test(each));
  const two = parts.slice(0, 2).join(' ');
  const said = two.length <= most ? two : (parts[0] ?? '');
  if (said === '') return '';
  const whole = said.length <= most ? said : shortened(said, most);
  return /[.!?…]$/.test(whole) ? whole : whole.length < most ? `${whole.replace(/[,:;]$/, '')}.` : whole;
}

/** Cut between words, with `…`. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const blank = cut.lastIndexOf(' ');
  return `${(blank > most / 2 ? cut.slice(0, blank) : cut).replace(/[\s,;:.]+$/, '')}…`;
}
