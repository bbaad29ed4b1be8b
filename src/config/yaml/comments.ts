/** The comments of a YAML text and where they stand, as its parser sees them: a `#` within text is none. */
import { Lexer } from 'yaml';

export type Comment = {
  /** Where its `#` stands. */
  readonly offset: number;
  readonly text: string;
  /** Nothing stands before it on its line. */
  readonly isLine: boolean;
};

/** Of no width in the text: they say what the next token is. */
const MARKS = new Set(['\u0002', '\u0018', '\u001F']);
const SCALAR_FOLLOWS = '\u001F';

export function commentsIn(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let offset = 0;
  let before = '';
  for (const token of new Lexer().lex(text)) {
    if (token.startsWith('#') && before !== SCALAR_FOLLOWS) {
      const start = text.lastIndexOf('\n', offset - 1) + 1;
      comments.push({ offset, text: token.trimEnd(), isLine: text.slice(start, offset).trim() === '' });
    }
    if (!MARKS.has(token)) offset += token.length;
    before = token;
  }
  return comments;
}
