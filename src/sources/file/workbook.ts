/**
 * What a workbook's sheets stand on: which part holds which sheet, which styles are dates, and the texts that cells share.
 * Parts that aren't there are taken for empty. Not for the cells themselves.
 */
import type { Archive } from './archive.ts';
import { isDateFormat, isPercentFormat } from './date-cell.ts';
import type { FileLimits } from './limits.ts';
import type { CellContext } from './sheet-cell.ts';
import { unescaped } from './sheet-cell.ts';
import type { XmlAttributes, XmlHandler } from './xml.ts';
import { localName, ownText, readWholeXml } from './xml.ts';

/** A sheet's name, and where in the archive it is. */
export type Sheet = { readonly name: string; readonly part: string };

export type Workbook = {
  readonly sheets: readonly Sheet[];
  /** Reads what the sheets' cells refer to. */
  readonly context: () => Promise<CellContext>;
};

const nothing = () => undefined;

export async function readWorkbook(archive: Archive, limits: FileLimits): Promise<Workbook> {
  const read = async (part: string, handler: XmlHandler): Promise<void> => {
    if (archive.has(part)) await readWholeXml(archive.text(part, limits.sharedBytes), handler);
  };
  const parts = new Relations();
  await read('xl/_rels/workbook.xml.rels', parts);
  const sheets = new Sheets();
  await read('xl/workbook.xml', sheets);
  return {
    sheets: sheets.found.map(({ name, relation }) => ({ name, part: parts.byId.get(relation) ?? '' })),
    context: async () => {
      const styles = new Styles();
      await read(parts.byType.get('styles') ?? 'xl/styles.xml', styles);
      const shared = new SharedStrings();
      await read(parts.byType.get('sharedStrings') ?? 'xl/sharedStrings.xml', shared);
      return {
        strings: shared.strings,
        dateStyles: styles.dates,
        percentStyles: styles.percents,
        isFrom1904: sheets.isFrom1904,
      };
    },
  };
}

/** Of the workbook to its parts. */
class Relations implements XmlHandler {
  readonly byId = new Map<string, string>();
  /** By the last word of the type's address: `styles`, `sharedStrings`. */
  readonly byType = new Map<string, string>();
  readonly close = nothing;
  readonly text = nothing;

  open(name: string, { Id: id = '', Type: type = '', Target: target = '' }: XmlAttributes): void {
    if (name !== 'Relationship') return;
    const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    this.byId.set(id, part);
    this.byType.set(type.slice(type.lastIndexOf('/') + 1), part);
  }
}

class Sheets implements XmlHandler {
  readonly found: { readonly name: string; readonly relation: string }[] = [];
  isFrom1904 = false;
  readonly close = nothing;
  readonly text = nothing;

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'workbookPr') this.isFrom1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
    if (name !== 'sheet') return;
    const relation = Object.entries(attributes).find(([key]) => localName(key) === 'id')?.[1] ?? '';
    this.found.push({ name: unescaped(attributes['name'] ?? ''), relation });
  }
}

class Styles implements XmlHandler {
  /** By the number of the style. */
  readonly dates: boolean[] = [];
  readonly percents: boolean[] = [];
  readonly #codes = new Map<number, string>();
  /** Formats of the styles that others extend. */
  readonly #base: number[] = [];
  #list = '';
  readonly text = nothing;

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'numFmt') this.#codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
    else if (name === 'cellStyleXfs' || name === 'cellXfs') this.#list = name;
    else if (name === 'xf') this.#style(attributes);
  }

  close(name: string): void {
    if (name === this.#list) this.#list = '';
  }

  #style({ numFmtId, xfId }: XmlAttributes): void {
    if (this.#list === 'cellStyleXfs') this.#base.push(Number(numFmtId ?? 0));
    if (this.#list !== 'cellXfs') return;
    const format = Number(numFmtId ?? this.#base[Number(xfId)] ?? 0);
    this.dates.push(isDateFormat(format, this.#codes.get(format)));
    this.percents.push(isPercentFormat(format, this.#codes.get(format)));
  }
}

/** Each `<si>` is a text, in one piece or in runs that are shown differently; how it is pronounced is no part of it. */
class SharedStrings implements XmlHandler {
  readonly strings: string[] = [];
  #string = '';
  #isText = false;
  #isPronunciation = false;

  open(name: string): void {
    if (name === 'si') this.#string = '';
    else if (name === 't') this.#isText = !this.#isPronunciation;
    else if (name === 'rPh') this.#isPronunciation = true;
  }

  close(name: string): void {
    if (name === 'si') this.strings.push(unescaped(ownText(this.#string)));
    else if (name === 't') this.#isText = false;
    else if (name === 'rPh') this.#isPronunciation = false;
  }

  text(text: string): void {
    if (this.#isText) this.#string += text;
  }
}
