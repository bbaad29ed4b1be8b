/** Workbooks through the connector's front door: as programs write them, and as their XML may be. */
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { readSheet } from 'read-excel-file/node';
import { afterAll, describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { isDateFormat } from './date-cell.ts';
import { failure, read, removeFolder } from './fixtures.ts';

afterAll(removeFolder);

describe('XLSX', () => {
  const day = new Date(Date.UTC(2026, 1, 28));
  const workbook = () =>
    writeExcelFile([
      { sheet: 'Intro', data: [[{ value: 'Read me' }]] },
      {
        sheet: 'Accounts',
        data: [
          [{ value: 'As of today' }],
          [],
          ['id', 'when', 'sum', 'ok', 'note'].map((value) => ({ value })),
          [
            { value: ' A1 ' },
            { type: Date, value: day, format: 'dd.mm.yyyy' },
            { value: 0.1 + 0.2 },
            { type: Boolean, value: true },
          ],
          [null, null, null, null, null],
          [
            { value: 1007 },
            { type: Date, value: new Date('2026-02-28T13:45:00Z'), format: 'dd.mm.yyyy hh:mm' },
            { value: 1_240_000 },
            null,
            { value: 'private' },
          ],
        ],
      },
    ]).toBuffer();

  it('keeps types: days and instants in UTC, numbers without binary noise; places are sheet and row', async () => {
    expect(
      await read('b.xlsx', await workbook(), ['id', 'when', 'sum', 'ok'], { sheet: 'Accounts', headerRow: 3 }),
    ).toEqual([
      ['b.xlsx:Accounts:4', { id: 'A1', when: '2026-02-28', sum: 0.3, ok: true }],
      ['b.xlsx:Accounts:6', { id: 1007, when: '2026-02-28T13:45:00Z', sum: 1_240_000, ok: null }],
    ]);
  });

  /** One row below `id` to `h`, its cells as the workbook's XML has them. */
  const withCells = async (cells: string): Promise<Buffer> => {
    const header = ['id', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((value) => ({ value }));
    const bytes = await writeExcelFile([{ sheet: 'Only', data: [header, [{ value: 'A1' }]] }]).toBuffer();
    const files = unzipSync(bytes);
    const sheet = strFromU8(files['xl/worksheets/sheet1.xml']!).replace(
      '</c></row></sheetData>',
      `</c>${cells}</row></sheetData>`,
    );
    return Buffer.from(zipSync({ ...files, 'xl/worksheets/sheet1.xml': strToU8(sheet) }));
  };
  const columns = ['id', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

  it('keeps errors and formulas that were never calculated apart from blanks', async () => {
    const bytes = await withCells(
      '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2" s="0" t="e"><v>#N/A</v></c><c r="D2"><f>SUM(1,2)</f></c>' +
        '<c r="E2"><f>A1</f><v></v></c><c r="F2" t="str"><f>A1&amp;B1</f><v/></c><c r="G2" s="0"/><c r="H2"><f>1+1</f><v>2</v></c>',
    );
    expect(await read('b.xlsx', bytes, columns)).toEqual([
      [
        'b.xlsx:2',
        { id: 'A1', b: '#DIV/0!', c: '#N/A', d: '#UNCALCULATED!', e: '#UNCALCULATED!', f: null, g: null, h: 2 },
      ],
    ]);
  });

  it('reads text that only looks like such a cell as text', async () => {
    const text = '&lt;c r="B2" t="e">&lt;v>#REF!&lt;/v>&lt;/c>';
    const bytes = await withCells(`<c r="B2" t="inlineStr"><is><t>${text}</t></is></c>`);
    expect(await read('b.xlsx', bytes, ['id', 'b'])).toEqual([
      ['b.xlsx:2', { id: 'A1', b: '<c r="B2" t="e"><v>#REF!</v></c>' }],
    ]);
  });

  it('takes the first sheet when none is named', async () => {
    const bytes = await writeExcelFile([{ sheet: 'Only', data: [[{ value: 'id' }], [{ value: 'A1' }]] }]).toBuffer();
    expect(await read('b.xlsx', bytes, ['id'])).toEqual([['b.xlsx:2', { id: 'A1' }]]);
  });

  it.each([
    ['a missing sheet', { sheet: 'Acounts' }, 'b.xlsx has no sheet `Acounts`. Did you mean `Accounts`?'],
    [
      'a sheet that resembles none',
      { sheet: 'Zebras' },
      'b.xlsx has no sheet `Zebras`. Its sheets are `Intro`, `Accounts`.',
    ],
    [
      'a header row that is empty',
      { sheet: 'Accounts', headerRow: 2 },
      'b.xlsx:Accounts has no column names in row 2. Say which row has them: `header_row`.',
    ],
    [
      'a header row past the end',
      { sheet: 'Accounts', headerRow: 99 },
      'b.xlsx:Accounts has no column names in row 99. Say which row has them: `header_row`.',
    ],
    [
      'a missing column',
      { sheet: 'Accounts', headerRow: 3 },
      'b.xlsx:Accounts has no column `sums`. Did you mean `sum`?',
    ],
  ])('refuses %s', async (_what, options, expected) => {
    expect(await failure('b.xlsx', await workbook(), ['id', 'sums'], options)).toBe(`unreadable_source: ${expected}`);
  });

  it('refuses a file that is no workbook', async () => {
    expect(await failure('b.xlsx', 'id,name', ['id'])).toBe(
      "unreadable_source: b.xlsx can't be read as an XLSX workbook. Save it as .xlsx again.",
    );
  });
  it('lets no other column out of a workbook', async () => {
    const bytes = await writeExcelFile([
      {
        sheet: 'S',
        data: [
          [{ value: 'id' }, { value: 'salary' }],
          [{ value: '1' }, { value: 'SECRET' }],
        ],
      },
    ]).toBuffer();
    expect(await read('f.xlsx', bytes, ['id'])).toEqual([['f.xlsx:2', { id: '1' }]]);
  });
});

/** A workbook of one sheet from the XML of its parts. */
function workbookOf(parts: {
  readonly rows: string;
  readonly strings?: string;
  readonly styles?: string;
  readonly workbook?: string;
  readonly sheetPart?: string;
  /** Parts that aren't there. */
  readonly without?: readonly string[];
}): Buffer {
  const {
    rows,
    strings = '',
    styles = '<cellXfs><xf/></cellXfs>',
    workbook = '',
    sheetPart = 'worksheets/one.xml',
    without = [],
  } = parts;
  const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${types}/${type}" Target="${target}"/>`;
  const files = {
    'xl/_rels/workbook.xml.rels': `<Relationships>${relation('r1', 'worksheet', sheetPart)}${relation('r2', 'styles', '/xl/looks.xml')}${relation('r3', 'sharedStrings', 'texts.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook>${workbook}<sheets><sheet name="A &amp; B" sheetId="7" rel:id="r1"/></sheets></workbook>`,
    'xl/worksheets/one.xml': `<?xml version="1.0" encoding="UTF-8"?>\n<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    'xl/looks.xml': `<styleSheet>${styles}</styleSheet>`,
    'xl/texts.xml': `<sst>${strings}</sst>`,
  };
  const there = Object.entries(files).filter(([name]) => !without.includes(name));
  return Buffer.from(zipSync(Object.fromEntries(there.map(([name, xml]) => [name, strToU8(xml)]))));
}

const inline = (text: string, at = '') => `<c${at} t="inlineStr"><is><t>${text}</t></is></c>`;
const header = `<row>${['a', 'b', 'c'].map((name) => inline(name)).join('')}</row>`;

describe('XLSX as its XML may be', () => {
  const valuesOf = async (rows: string, also: Omit<Parameters<typeof workbookOf>[0], 'rows'> = {}) =>
    (await read('x.xlsx', workbookOf({ rows: header + rows, ...also }), ['a', 'b', 'c'])).map(([, values]) => values);

  it('needs neither shared texts nor styles', async () => {
    const without = ['xl/texts.xml', 'xl/looks.xml'];
    expect(await valuesOf(`<row>${inline('x')}</row>`, { without })).toEqual([{ a: 'x', b: null, c: null }]);
  });

  it.each([
    [
      'no addresses: what comes next stands next',
      `<row><c><v>1</v></c><c/><c><v>3</v></c></row>`,
      { a: 1, b: null, c: 3 },
    ],
    ['addresses with gaps', `<row r="5"><c r="C5"><v>3</v></c></row>`, { a: null, b: null, c: 3 }],
    ['cells beyond the header', `<row><c r="A2"><v>1</v></c><c r="AA2"><v>9</v></c></row>`, { a: 1, b: null, c: null }],
    [
      'text in pieces',
      '<row><c t="str"><v>x &amp;<!-- no --> <![CDATA[<y>]]>&#233;</v></c></row>',
      { a: 'x & <y>é', b: null, c: null },
    ],
    ['characters that XML can not hold', `<row>${inline('a_x000D_b_x0041_')}</row>`, { a: 'a\rbA', b: null, c: null }],
    [
      'runs and pronunciation',
      '<row><c t="inlineStr"><is><r><t>Sa</t></r><r><t>rah</t></r><rPh><t>no</t></rPh></is></c></row>',
      { a: 'Sarah', b: null, c: null },
    ],
    ['blanks alone', `<row><c><v>1</v></c>${inline('  ')}<c t="s"/></row>`, { a: 1, b: null, c: null }],
    ['truths', '<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c></row>', { a: true, b: false, c: null }],
    [
      'dates as text',
      '<row><c t="d"><v>2026-11-23</v></c><c t="d"><v>2026-11-23T07:58:12.7</v></c><c t="d"><v>2026-11-23T08:00:00+01:00</v></c></row>',
      { a: '2026-11-23', b: '2026-11-23T07:58:12Z', c: '2026-11-23T07:00:00Z' },
    ],
    [
      'errors without a value',
      '<row><c t="e"/><c t="e"><v/></c><c t="e"><v>#N/A</v></c></row>',
      { a: '#UNCALCULATED!', b: '#UNCALCULATED!', c: '#N/A' },
    ],
    ['prefixes', '<x:row xmlns:x="urn:x"><x:c><x:v>1</x:v></x:c></x:row>', { a: 1, b: null, c: null }],
  ])('reads %s', async (_what, rows, expected) => {
    expect(await valuesOf(rows)).toEqual([expected]);
  });

  it('shares texts', async () => {
    const strings = '<si><t>x</t></si><si><r><t>y</t></r><r><t> z</t></r><rPh sb="0" eb="1"><t>no</t></rPh></si><si/>';
    expect(
      await valuesOf('<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="s"><v>2</v></c></row>', { strings }),
    ).toEqual([{ a: 'y z', b: 'x', c: null }]);
  });

  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="0.00"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf xfId="0"/></cellXfs>';
  it('tells dates by the style of their cell', async () => {
    const cells = [1, 2, 3].map((style) => `<c s="${style}"><v>46349</v></c>`).join('');
    expect(await valuesOf(`<row>${cells}</row>`, { styles })).toEqual([
      { a: '2026-11-23', b: 46_349, c: '2026-11-23' },
    ]);
  });

  it.each(['1', 'true'])('counts days from 1904 where the workbook does (%s)', async (value) => {
    const workbook = `<workbookPr date1904="${value}"/>`;
    expect(await valuesOf('<row><c s="1"><v>44887.5</v></c></row>', { styles, workbook })).toEqual([
      { a: '2026-11-23T12:00:00Z', b: null, c: null },
    ]);
  });

  it('finds a sheet by its name and its relation', async () => {
    const bytes = workbookOf({ rows: header + '<row><c><v>1</v></c></row>', sheetPart: '/xl/worksheets/one.xml' });
    expect(await read('x.xlsx', bytes, ['a'], { sheet: 'A & B' })).toEqual([['x.xlsx:A & B:2', { a: 1 }]]);
  });

  it.each([
    ['rows out of order', '<row r="3"/><row r="2"/>'],
    ['a row without a number', '<row r="x"/>'],
    ['cells out of order', '<row r="2"><c r="B2"/><c r="A2"/></row>'],
    ['a cell of another row', '<row r="2"><c r="A3"/></row>'],
    ['no address', '<row r="2"><c r="2"/></row>'],
    ['a column beyond all', '<row r="2"><c r="XFE2"/></row>'],
    ['a text that is not there', '<row><c t="s"><v>9</v></c></row>'],
    ['a style that is not there', '<row><c s="9"><v>1</v></c></row>'],
    ['a number that is none', '<row><c><v>1,5</v></c></row>'],
    ['a truth that is none', '<row><c t="b"><v>2</v></c></row>'],
    ['a date that is none', '<row><c t="d"><v>soon</v></c></row>'],
    ['a type that is none', '<row><c t="q"><v>1</v></c></row>'],
    ['a row that never ends', '<row><c><v>1</v></c>'],
    ['an entity of its own', '<row><c><v>&bomb;</v></c></row>'],
    ['a tag without end', `<row><c a="${'x'.repeat(5_000_000)}"/></row>`],
  ])('refuses %s', async (_what, rows) => {
    expect(await failure('x.xlsx', workbookOf({ rows: header + rows }), ['a'])).toBe(
      "unreadable_source: x.xlsx can't be read as an XLSX workbook. Save it as .xlsx again.",
    );
  });

  it('refuses more rows than the limit, wherever they stand', async () => {
    const bytes = workbookOf({ rows: `${header}<row r="12"><c><v>1</v></c></row>` });
    expect(await failure('x.xlsx', bytes, ['a'], { limits: { rows: 10 } })).toBe(
      'unreadable_source: x.xlsx has more than 10 rows.',
    );
  });
});

describe('an archive that unpacks to too much', () => {
  const bytes = workbookOf({ rows: header + '<row/>'.repeat(100_000), strings: '<si/>'.repeat(100_000) });

  it.each([
    ['worksheets/one.xml', { sheetBytes: 500_000 }, 500_000],
    ['texts.xml', { sharedBytes: 400_000 }, 400_000],
  ])('is refused: %s', async (part, limits, most) => {
    expect(bytes.length).toBeLessThan(10_000);
    expect(await failure('x.xlsx', bytes, ['a'], { limits })).toBe(
      `unreadable_source: x.xlsx: its \`xl/${part}\` unpacks to more than ${most} bytes. Export it as CSV.`,
    );
  });

  it('is refused when it lies about its size', async () => {
    const size =
      strToU8('<?xml version="1.0" encoding="UTF-8"?>\n<worksheet><sheetData></sheetData></worksheet>').length +
      header.length +
      600_000;
    const lying = Buffer.from(bytes);
    const [said, meant] = [Buffer.alloc(4), Buffer.alloc(4)];
    said.writeUInt32LE(size);
    meant.writeUInt32LE(1000);
    let lies = 0;
    for (let at = lying.indexOf(said); at !== -1; at = lying.indexOf(said, at + 1), lies++) meant.copy(lying, at);
    expect(lies).toBe(2);
    expect(await failure('x.xlsx', lying, ['a'])).toBe(
      "unreadable_source: x.xlsx can't be read as an XLSX workbook. Save it as .xlsx again.",
    );
  });

  it('is refused when it breaks off', async () => {
    expect(await failure('x.xlsx', bytes.subarray(0, -30), ['a'])).toMatch(/can't be read as an XLSX workbook/);
  });
});

describe('isDateFormat', () => {
  it.each([
    [14, undefined, true],
    [22, undefined, true],
    [23, undefined, false],
    [0, undefined, false],
    [164, 'dd.mm.yyyy', true],
    [164, 'yyyymmdd', true],
    [164, '[$-409]h:mm:ss AM/PM;@', true],
    [164, '[h]:mm:ss.00', true],
    [164, 'd" de "mmmm\\ yyyy', true],
    [164, 'yyyy"年"m"月"d"日"', true],
    [164, 'General', false],
    [164, '@', false],
    [164, '0.00', false],
    [164, '#,##0 "days"', false],
    [164, '[Red]-0;[Blue]0', false],
    [164, '0.00E+00', false],
    [164, '"dd"0', false],
    [164, '', false],
    [164, undefined, false],
  ])('%i %j: %s', (id, code, expected) => {
    expect(isDateFormat(id, code)).toBe(expected);
  });
});

const cell = fc.oneof(
  // The writer mistakes names of what every object inherits for texts that it has written already.
  fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .filter((value) => !(value.trim() in {}))
    .map((value) => ({ value: value.trim() || 'x', type: String })),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).map((value) => ({ value, type: Number })),
  fc.boolean().map((value) => ({ value, type: Boolean })),
  fc
    .tuple(
      fc.date({ min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
      fc.constantFrom('dd.mm.yyyy', 'mm/dd/yyyy hh:mm'),
    )
    .map(([value, format]) => ({
      value: new Date(Math.floor(value.getTime() / 86_400_000) * 86_400_000),
      type: Date,
      format,
    })),
  fc.constant(null),
);

it('reads what another reader reads', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }), async (rows) => {
      const names = ['a', 'b', 'c'].map((value) => ({ value }));
      const bytes = await writeExcelFile([{ sheet: 'S', data: [names, ...rows] }]).toBuffer();
      const others = (await readSheet(bytes)).slice(1).map((row) => row.map(plain));
      const found = await read('y.xlsx', bytes, ['a', 'b', 'c']);
      expect(found).toEqual(
        others.flatMap(([a = null, b = null, c = null], index) =>
          a === null && b === null && c === null ? [] : [[`y.xlsx:${index + 2}`, { a, b, c }]],
        ),
      );
    }),
    { numRuns: 60 },
  );
});

/** As the connector has it. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'number' ? Number(value.toPrecision(15)) : value;
}
