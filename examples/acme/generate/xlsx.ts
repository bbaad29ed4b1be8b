/**
 * A workbook as a spreadsheet program saves it, piece by piece: text in one shared table, numbers as numbers. Not a
 * library for spreadsheets. The ones that make the small sample's workbook hold every cell at once, and need 0.9 GB for
 * 60,000 rows; here it is the distinct texts alone. Equal rows give equal bytes, in every time zone.
 */
import { Zip, ZipDeflate, strToU8 } from 'fflate';

export type Cell = string | number | null;

/** A title in row 1, nothing in row 2, the column names in row 3. */
export type Sheet = {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly Cell[]>;
};

const HEADER_ROW = 3;
const PIECE = 64 * 1024;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The archive's bytes, in pieces. */
export function* workbookBytes(sheets: readonly Sheet[]): Generator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    ready.push(bytes);
  });
  for (const [path, text] of members(sheets)) {
    const member = new ZipDeflate(path, { level: 6 });
    // An archive stamps its members in local time, so this time is made of local parts.
    member.mtime = new Date(2026, 10, 23, 6, 0, 0);
    zip.add(member);
    for (const piece of pieces(text)) {
      member.push(piece);
      yield* ready.splice(0);
    }
    member.push(new Uint8Array(0), true);
  }
  zip.end();
  yield* ready.splice(0);
}

/** The shared texts come last: by then all are known. */
function* members(sheets: readonly Sheet[]): Generator<readonly [path: string, text: Iterable<string>]> {
  const texts = new Map<string, number>();
  yield ['[Content_Types].xml', contentTypes(sheets)];
  yield ['_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']])];
  yield ['xl/workbook.xml', workbookXml(sheets)];
  const parts = sheets.map((_, at) => ['worksheet', `worksheets/sheet${at + 1}.xml`] as const);
  const others = [['sharedStrings', 'sharedStrings.xml'] as const, ['styles', 'styles.xml'] as const];
  yield ['xl/_rels/workbook.xml.rels', relationships([...parts, ...others])];
  yield ['xl/styles.xml', stylesXml()];
  for (const [at, sheet] of sheets.entries()) yield [`xl/worksheets/sheet${at + 1}.xml`, sheetXml(sheet, texts)];
  yield ['xl/sharedStrings.xml', sharedXml(texts)];
}

function* sheetXml({ title, columns, rows }: Sheet, texts: Map<string, number>): Generator<string> {
  const pane = `<pane ySplit="${HEADER_ROW}" topLeftCell="A${HEADER_ROW + 1}" activePane="bottomLeft" state="frozen"/>`;
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`;
  yield `<cols><col min="1" max="${columns.length}" width="28" customWidth="1"/></cols><sheetData>`;
  yield rowXml(1, [title], texts) + rowXml(HEADER_ROW, columns, texts);
  let number = HEADER_ROW;
  for (const row of rows) yield rowXml(++number, row, texts);
  yield '</sheetData></worksheet>';
}

function rowXml(number: number, cells: readonly Cell[], texts: Map<string, number>): string {
  let xml = `<row r="${number}">`;
  for (const [at, cell] of cells.entries()) {
    if (cell === null || cell === '') continue;
    const place = `${String.fromCharCode(65 + at)}${number}`;
    xml +=
      typeof cell === 'number'
        ? `<c r="${place}"><v>${cell}</v></c>`
        : `<c r="${place}" t="s"><v>${shared(cell, texts)}</v></c>`;
  }
  return `${xml}</row>`;
}

function shared(text: string, texts: Map<string, number>): number {
  const known = texts.get(text) ?? texts.size;
  texts.set(text, known);
  return known;
}

function* sharedXml(texts: ReadonlyMap<string, number>): Generator<string> {
  yield `${XML}<sst xmlns="${MAIN}" uniqueCount="${texts.size}">`;
  for (const text of texts.keys()) yield `<si><t xml:space="preserve">${escaped(text)}</t></si>`;
  yield '</sst>';
}

function* contentTypes(sheets: readonly Sheet[]): Generator<string> {
  const part = (path: string, type: string) => `<Override PartName="/xl/${path}" ContentType="${TYPES}.${type}+xml"/>`;
  yield `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`;
  yield '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>';
  yield part('workbook.xml', 'sheet.main') + part('styles.xml', 'styles') + part('sharedStrings.xml', 'sharedStrings');
  yield sheets.map((_, at) => part(`worksheets/sheet${at + 1}.xml`, 'worksheet')).join('');
  yield '</Types>';
}

function* relationships(parts: readonly (readonly [type: string, target: string])[]): Generator<string> {
  yield `${XML}<Relationships xmlns="${RELATIONSHIPS}">`;
  for (const [at, [type, target]] of parts.entries())
    yield `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  yield '</Relationships>';
}

function* workbookXml(sheets: readonly Sheet[]): Generator<string> {
  const each = ({ name }: Sheet, at: number) =>
    `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`;
  yield `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map(each).join('')}</sheets></workbook>`;
}

function* stylesXml(): Generator<string> {
  const fonts = '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>';
  const fills =
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>';
  const borders = '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>';
  yield `${XML}<styleSheet xmlns="${MAIN}">${fonts}${fills}${borders}<cellXfs count="1"><xf xfId="0"/></cellXfs></styleSheet>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function* pieces(text: Iterable<string>): Generator<Uint8Array> {
  let piece = '';
  for (const part of text) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield strToU8(piece);
    piece = '';
  }
  yield strToU8(piece);
}
