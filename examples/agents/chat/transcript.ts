/** The conversation on a terminal: who says what and, dimmed, what the agent looked up. Plain text where it is piped. */
import { stripVTControlCharacters, styleText } from 'node:util';
import type { Lookup } from './lookup.ts';

export type Transcript = {
  readonly note: (text: string) => void;
  readonly scene: (title: string, email: string | null) => void;
  readonly customer: (text: string) => void;
  readonly agent: (text: string) => void;
  readonly lookup: (lookup: Lookup) => void;
};

const WIDTH = 110;
const INDENT = ' '.repeat(10);

export function transcriptOn(out: NodeJS.WritableStream): Transcript {
  const line = (text: string) => void out.write(`${text}\n`);
  const styled = (style: 'bold' | 'dim', text: string) => styleText(style, text, { stream: out });
  return {
    note: (text) => line(styled('dim', printable(text))),
    scene: (title, email) => {
      line(`\n${styled('bold', title)}`);
      line(styled('dim', `The chat platform says: ${email ?? 'nobody it knows'}\n`));
    },
    customer: (text) => line(spoken('Customer:', text)),
    agent: (text) => line(spoken('Agent:', text)),
    lookup: (lookup) => lookupLines(lookup).forEach((text) => line(styled('dim', `${INDENT}${printable(text)}`))),
  };
}

/** Wrapped between words, so that a link stays whole. */
function spoken(who: string, text: string): string {
  const lines = printable(text).split('\n').flatMap(wrapped);
  return lines.map((words, index) => (index === 0 ? who.padEnd(INDENT.length) : INDENT) + words).join('\n');
}

function wrapped(paragraph: string): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of paragraph.split(' ')) {
    if (current !== '' && INDENT.length + current.length + 1 + word.length > WIDTH) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

function lookupLines({ tool, input, ok, card }: Lookup): string[] {
  const call = `→ ${tool} ${JSON.stringify(input)}`;
  if (!ok || typeof card !== 'object' || card === null) return [call, `← ${ok ? '' : 'error: '}${String(card)}`];
  const members = Object.entries(card).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return [call, ...members.map((member, index) => `${index === 0 ? '←' : ' '} ${member}`)];
}

/** A model's or a server's text must not steer the terminal. */
function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/(?!\n)\p{Cc}/gu, ' ');
}
