/**
 * A long list of short texts that takes their bytes and four more each, where strings would take twice that and be looked at
 * by every collection of garbage. For millions of keys; a text is made anew whenever it is asked for.
 */
const BLOCK_BITS = 12;
const BLOCK_LENGTH = 1 << BLOCK_BITS;

type Block = { readonly bytes: Buffer; readonly ends: Uint32Array };

export class TextList {
  readonly #blocks: Block[] = [];
  /** Not yet a block. */
  #last: string[] = [];

  get length(): number {
    return this.#blocks.length * BLOCK_LENGTH + this.#last.length;
  }

  /** Returns the position of the text. */
  push(text: string): number {
    const position = this.length;
    this.#last.push(text);
    if (this.#last.length === BLOCK_LENGTH) {
      this.#blocks.push(blockOf(this.#last));
      this.#last = [];
    }
    return position;
  }

  /** @throws RangeError where there is none */
  at(position: number): string {
    if (position < 0 || position >= this.length) throw new RangeError(`no text ${position} of ${this.length}`);
    const within = position & (BLOCK_LENGTH - 1);
    const block = this.#blocks[position >> BLOCK_BITS];
    if (block === undefined) return this.#last[within] ?? '';
    return block.bytes.toString('utf8', within === 0 ? 0 : block.ends[within - 1], block.ends[within]);
  }
}

function blockOf(texts: readonly string[]): Block {
  let end = 0;
  const ends = Uint32Array.from(texts, (text) => (end += Buffer.byteLength(text)));
  // Not out of Node's pool, which would be kept for a few of its bytes.
  const bytes = Buffer.alloc(end);
  bytes.write(texts.join(''));
  return { bytes, ends };
}
