/** A command line as a POSIX shell splits it into words: quotes, escapes, continued lines. Nothing in it is ever run. */

export type ShellWords = { readonly words: readonly string[] } | { readonly why: string };

const ANSI: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };

export function shellWords(text: string): ShellWords {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (/\s/.test(sign)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (sign === '\\') {
      const next = text.charAt(++at);
      if (next === '\r' && text.charAt(at + 1) === '\n') at++;
      else if (next !== '\n') word = (word ?? '') + next;
    } else if (sign === "'" || sign === '"' || (sign === '$' && text.charAt(at + 1) === "'")) {
      const isAnsi = sign === '$';
      const quoted = quotedAt(text, at + (isAnsi ? 2 : 1), isAnsi ? 'ansi' : sign);
      if (quoted === null) return { why: `the quote at character ${at + 1} is never closed` };
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (/[|;&<>()`]/.test(sign) || (sign === '$' && /[({A-Za-z_]/.test(text.charAt(at + 1)))) {
      return {
        why: `\`${sign}\` at character ${at + 1} means something to a shell: paste the request alone, with every value filled in`,
      };
    } else word = (word ?? '') + sign;
  }
  if (word !== null) words.push(word);
  return { words };
}

/** From behind the opening quote; `end` is the closing one. */
function quotedAt(text: string, start: number, quote: string): { text: string; end: number } | null {
  let quoted = '';
  const close = quote === 'ansi' ? "'" : quote;
  for (let at = start; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === close) return { text: quoted, end: at };
    if (sign === '\\' && quote !== "'") {
      const next = text.charAt(++at);
      if (quote === 'ansi') quoted += ANSI[next] ?? `\\${next}`;
      else if (next !== '\n') quoted += '"\\$`'.includes(next) ? next : `\\${next}`;
    } else quoted += sign;
  }
  return null;
}
