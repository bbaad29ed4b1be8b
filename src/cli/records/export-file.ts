/** An export as a file to be verified: its links one after the other, and what it said of their releases and facts. */
import { createReadStream } from 'node:fs';
import { LRUCache } from 'lru-cache';
import type { RecordLink } from '../../audit/chain.ts';
import type { ExportHead, ExportLine } from '../../audit/export.ts';
import { exportLineIn } from '../../audit/export.ts';
import type { ContentState, RecordContent } from '../../audit/verify-records.ts';
import { Failure } from '../../base/failure.ts';
import { textHash } from '../../base/hash.ts';

export type ExportFile = {
  readonly head: ExportHead;
  /** Read once, to its end. */
  readonly links: () => AsyncGenerator<RecordLink>;
  /** Of the lines that were read so far. */
  readonly content: RecordContent;
  /** Whether its last line says that it is whole, and of how much. Known after the links. */
  readonly isWhole: boolean;
};

/** More than a writer of exports remembers, so that nothing it left out as known is forgotten here. */
const REMEMBERED = 400_000;

/** @throws Failure `usage` for a file that is no export, `missing_file` */
export async function openExport(path: string): Promise<ExportFile> {
  const lines = linesOf(path);
  const first = await lines.next();
  if (first.done === true || first.value.kind !== 'export') throw notAnExport(path, 1);
  const states = new LRUCache<string, ContentState>({ max: REMEMBERED });
  const seen = { links: 0, snapshots: 0, releases: 0 };
  let isWhole = false;
  const judge = (hash: string, json: string): void =>
    void states.set(hash, textHash(json) === hash ? 'whole' : 'altered');

  async function* links(): AsyncGenerator<RecordLink> {
    for await (const line of lines) {
      switch (line.kind) {
        case 'link':
          seen.links += 1;
          yield line.link;
          break;
        case 'snapshot':
          seen.snapshots += 1;
          judge(line.hash, line.json);
          break;
        case 'release':
          seen.releases += 1;
          judge(line.id, line.json);
          break;
        case 'end':
          isWhole = line.links === seen.links && line.snapshots === seen.snapshots && line.releases === seen.releases;
          break;
        case 'export':
          throw new Failure('usage', `The file ${path} holds two exports.`, 'Verify each by itself.');
      }
    }
  }

  const stateOf = async (hash: string): Promise<ContentState> => states.get(hash) ?? 'missing';
  return {
    head: first.value,
    links,
    content: { snapshot: stateOf, release: stateOf },
    get isWhole() {
      return isWhole;
    },
  };
}

async function* linesOf(path: string): AsyncGenerator<ExportLine> {
  let at = 0;
  for await (const text of textLines(path)) {
    at += 1;
    const line = exportLineIn(text);
    if (line === undefined) throw notAnExport(path, at);
    yield line;
  }
}

const MAX_LINE = 64 * 1024 * 1024;

/** At newlines alone: whatever else separates lines somewhere may stand in a fact's text. */
async function* textLines(path: string): AsyncGenerator<string> {
  let begun = '';
  try {
    for await (const piece of createReadStream(path, 'utf8')) {
      const lines = `${begun}${String(piece)}`.split('\n');
      begun = lines.pop() ?? '';
      yield* lines;
      if (begun.length > MAX_LINE) break;
    }
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure('missing_file', `The file ${path} can't be read.`, 'Look at its name and permissions.', {
      cause,
    });
  }
  if (begun !== '') yield begun;
}

/** One that begins as no export is a slip of the hand; one that goes on as none was changed. */
function notAnExport(path: string, line: number): Failure {
  if (line === 1)
    return new Failure('usage', `${path} is no export of records.`, 'Name a file that `audit export` wrote.');
  const message = `Line ${line} of ${path} is none that an export has: the file was changed or cut short.`;
  return new Failure('records_broken', message, 'Have it exported again.');
}
