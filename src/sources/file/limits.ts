/** How much of a file is read at most. A file beyond a limit is refused whole; a cell beyond its limit costs its row. */
export type FileLimits = {
  readonly bytes: number;
  readonly rows: number;
  /** Characters of one cell that a mapping names; Excel's own limit. */
  readonly cellCharacters: number;
  /** Characters of one line or record, whatever its columns: an unclosed quote ends here. */
  readonly recordCharacters: number;
  /** XLSX: bytes of a sheet's XML. It is read row by row. */
  readonly sheetBytes: number;
  /** XLSX: bytes of any other part's XML. Its texts are held while a sheet is read. */
  readonly sharedBytes: number;
};

const MIB = 1024 * 1024;

export const FILE_LIMITS: FileLimits = {
  bytes: 8192 * MIB,
  rows: 5_000_000,
  cellCharacters: 32_767,
  recordCharacters: 4 * MIB,
  sheetBytes: 2048 * MIB,
  sharedBytes: 128 * MIB,
};
