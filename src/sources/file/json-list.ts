/**
 * Finds the list at a path in a JSON document that comes in pieces, and gives the text of each of its elements. Strict:
 * it takes what `JSON.parse` takes, in what is passed over too, but for a nesting without end and a key of the path that
 * stands there twice. Holds one piece and the element that isn't whole yet, whatever the size of the document.
 * Not for reading values: an element's text is for `JSON.parse`.
 */
import { ListPath } from './json-path.ts';
import type { ListProblem } from './json-path.ts';
import { isEscape, isScalar, isScalarByte, JSON_BYTES as BYTE, UNICODE_ESCAPE_LENGTH } from './json-token.ts';

/** The document is no JSON, or breaks a limit. `column` counts UTF-8 bytes, from 1. */
export class JsonError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(reason: string, line: number, column: number) {
    super(reason);
    this.line = line;
    this.column = column;
  }
}

const MAX_DEPTH = 1000;

/** What may come next, blanks aside. */
const EXPECT = { value: 0, valueOrEnd: 1, key: 2, keyOrEnd: 3, colon: 4, commaOrEnd: 5, nothing: 6 } as const;

export class JsonList {
  readonly #path: ListPath;
  readonly #maxBytes: number;
  /** What is not done with: the element, key or value that isn't whole yet. */
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Where the text begins that somebody will want: an element, or a key that may be one of the path. */
  #kept: number | null = null;
  #keptLine = 0;
  #keptColumn = 0;
  #inString = false;
  #isKey = false;
  #expect: number = EXPECT.value;
  readonly #open: number[] = [];
  #line = 1;
  #lineStart = 0;
  #found: string[] = [];

  /** `maxBytes` bounds an element, and whatever else is held until it is whole. */
  constructor(path: readonly string[], maxBytes: number) {
    this.#path = new ListPath(path);
    this.#maxBytes = maxBytes;
  }

  /** The elements that end in this piece. @throws JsonError */
  push(piece: Buffer): readonly string[] {
    this.#bytes = this.#bytes.length === 0 ? piece : Buffer.concat([this.#bytes, piece]);
    this.#scan(this.#bytes, false);
    this.#drop();
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** What was wrong with the path, when the document was. @throws JsonError when it is not whole */
  end(): ListProblem | null {
    this.#scan(this.#bytes, true);
    if (this.#expect !== EXPECT.nothing) throw this.#error('the document ends here, before it is whole');
    return this.#path.problem;
  }

  /** Stops where more is needed to go on. */
  #scan(bytes: Buffer, isLast: boolean): void {
    while (this.#at < bytes.length) {
      if (this.#inString && !this.#endString(bytes)) return;
      const byte = bytes[this.#at];
      switch (byte) {
        case BYTE.newline:
          this.#line++;
          this.#lineStart = ++this.#at;
          break;
        case BYTE.space:
        case BYTE.tab:
        case BYTE.return:
          this.#at++;
          break;
        case BYTE.quote:
          this.#beginString();
          break;
        case BYTE.brace:
        case BYTE.bracket:
          this.#beginContainer(byte);
          break;
        case BYTE.braceEnd:
        case BYTE.bracketEnd:
          this.#endContainer(byte);
          break;
        case BYTE.comma:
          this.#comma();
          break;
        case BYTE.colon:
          this.#need(this.#expect === EXPECT.colon);
          this.#expect = EXPECT.value;
          this.#at++;
          break;
        case undefined:
          return;
        default:
          if (!this.#scalar(bytes, isLast)) return;
      }
    }
  }

  #beginString(): void {
    this.#isKey = this.#expect === EXPECT.key || this.#expect === EXPECT.keyOrEnd;
    if (!this.#isKey) this.#beginValue(false, false);
    else if (this.#path.wantsKeysAt(this.#open.length)) this.#keep();
    this.#inString = true;
    this.#at++;
  }

  /** Whether the string ends in these bytes. */
  #endString(bytes: Buffer): boolean {
    const length = bytes.length;
    for (let at = this.#at; at < length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === BYTE.quote) {
        this.#at = at + 1;
        this.#inString = false;
        if (this.#isKey) this.#endKey(bytes);
        else this.#endValue(bytes);
        return true;
      }
      if (byte === BYTE.backslash) {
        // An escape is looked at whole, when all of it is there.
        this.#at = at;
        const escape = bytes[at + 1];
        if (escape === undefined) return false;
        const escapeLength = escape === BYTE.u ? UNICODE_ESCAPE_LENGTH : 2;
        if (at + escapeLength > length) return false;
        this.#need(isEscape(bytes, at));
        at += escapeLength - 1;
      } else if (byte < BYTE.space) {
        this.#at = at;
        this.#need(false);
      }
    }
    this.#at = length;
    return false;
  }

  #endKey(bytes: Buffer): void {
    if (this.#kept !== null && this.#path.wantsKeysAt(this.#open.length)) {
      const key: unknown = JSON.parse(bytes.toString('utf8', this.#kept, this.#at));
      this.#path.key(String(key), this.#open.length);
      this.#kept = null;
    }
    this.#expect = EXPECT.colon;
  }

  #beginContainer(byte: number): void {
    const isObject = byte === BYTE.brace;
    this.#beginValue(isObject, !isObject);
    this.#need(this.#open.length < MAX_DEPTH, `this is nested more than ${MAX_DEPTH} deep`);
    this.#open.push(byte);
    this.#expect = isObject ? EXPECT.keyOrEnd : EXPECT.valueOrEnd;
    this.#at++;
  }

  #endContainer(byte: number): void {
    const isObject = byte === BYTE.braceEnd;
    this.#need(this.#expect === EXPECT.commaOrEnd || this.#expect === (isObject ? EXPECT.keyOrEnd : EXPECT.valueOrEnd));
    this.#need(this.#open.at(-1) === (isObject ? BYTE.brace : BYTE.bracket));
    this.#path.close(this.#open.length);
    this.#open.pop();
    this.#at++;
    this.#endValue(this.#bytes);
  }

  #comma(): void {
    this.#need(this.#expect === EXPECT.commaOrEnd);
    this.#expect = this.#open.at(-1) === BYTE.brace ? EXPECT.key : EXPECT.value;
    this.#at++;
  }

  /** A number, `true`, `false` or `null`. Whether it ends in these bytes. */
  #scalar(bytes: Buffer, isLast: boolean): boolean {
    let end = this.#at;
    while (end < bytes.length && isScalarByte(bytes[end])) end++;
    if (end === bytes.length && !isLast) return false;
    this.#beginValue(false, false);
    this.#need(isScalar(bytes, this.#at, end));
    this.#at = end;
    this.#endValue(bytes);
    return true;
  }

  #beginValue(isObject: boolean, isArray: boolean): void {
    this.#need(this.#expect === EXPECT.value || this.#expect === EXPECT.valueOrEnd);
    if (this.#path.isListAt(this.#open.length)) this.#keep();
    else this.#path.value(isObject, isArray, this.#open.length);
  }

  #endValue(bytes: Buffer): void {
    this.#expect = this.#open.length === 0 ? EXPECT.nothing : EXPECT.commaOrEnd;
    if (this.#kept === null || !this.#path.isListAt(this.#open.length)) return;
    this.#bound(this.#at - this.#kept);
    this.#found.push(bytes.toString('utf8', this.#kept, this.#at));
    this.#kept = null;
  }

  #keep(): void {
    this.#kept = this.#at;
    this.#keptLine = this.#line;
    this.#keptColumn = this.#at - this.#lineStart + 1;
  }

  /** Lets go of what is done with. */
  #drop(): void {
    const done = this.#kept ?? this.#at;
    this.#bytes = this.#bytes.subarray(done);
    this.#at -= done;
    this.#lineStart -= done;
    if (this.#kept !== null) this.#kept = 0;
    this.#bound(this.#bytes.length);
  }

  #bound(bytes: number): void {
    if (bytes <= this.#maxBytes) return;
    const reason = `this has more than ${this.#maxBytes} bytes`;
    throw this.#kept === null ? this.#error(reason) : new JsonError(reason, this.#keptLine, this.#keptColumn);
  }

  #need(isSo: boolean, otherwise = 'this is not JSON'): void {
    if (!isSo) throw this.#error(otherwise);
  }

  #error(reason: string): JsonError {
    return new JsonError(reason, this.#line, this.#at - this.#lineStart + 1);
  }
}
