/** Running text for a terminal of eighty columns. */
const MAX_WIDTH = 80;

/** Broken at blanks; what follows the first line is indented. */
export function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.pop();
    if (last === undefined) lines.push(word);
    else if (last.length + 1 + word.length <= MAX_WIDTH) lines.push(`${last} ${word}`);
    else lines.push(last, `  ${word}`);
  }
  return lines;
}
