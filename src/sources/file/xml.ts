/** XML as events, a piece at a time. Names come without their namespace's prefix. Entities of a DTD are not expanded. */
import { SaxesParser } from 'saxes';

export type XmlAttributes = Readonly<Record<string, string>>;

export type XmlHandler = {
  readonly open: (name: string, attributes: XmlAttributes) => void;
  readonly close: (name: string) => void;
  /** Text of one element may come in several parts. */
  readonly text: (text: string) => void;
};

/** Characters between two events: a tag with its attributes, a text, a comment. */
const MAX_CHARACTERS = 4 * 1024 * 1024;

/** Gives what can be taken after each piece of the document. @throws Error for what is not well-formed */
export async function* readXml<Taken>(
  pieces: AsyncIterable<string>,
  handler: XmlHandler,
  take: () => Taken,
): AsyncGenerator<Taken> {
  let characters = 0;
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  parser.on('opentag', ({ name, attributes }) => {
    characters = 0;
    handler.open(localName(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    characters = 0;
    handler.close(localName(name));
  });
  parser.on('text', (text) => handler.text(text));
  parser.on('cdata', (text) => handler.text(text));
  for await (const piece of pieces) {
    characters += piece.length;
    if (characters > MAX_CHARACTERS) throw new Error(`more than ${MAX_CHARACTERS} characters without a tag`);
    parser.write(piece);
    yield take();
  }
  parser.close();
}

/** Reads the document to its end. */
export async function readWholeXml(pieces: AsyncIterable<string>, handler: XmlHandler): Promise<void> {
  for await (const nothing of readXml(pieces, handler, () => null)) void nothing;
}

/** `row` of `x:row`. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** A copy: as a part of a piece of the document it would keep all of that piece in memory. */
export function ownText(text: string): string {
  return Buffer.from(text).toString();
}
