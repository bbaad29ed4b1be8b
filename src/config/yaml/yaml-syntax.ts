/** YAML's syntax errors in plain words: what is wrong and how to mend it, by the parser's code. */

const KNOWN: Readonly<Record<string, readonly [message: string, mend: string]>> = {
  TAB_AS_INDENT: ['A tab is used to indent.', 'Indent with spaces.'],
  DUPLICATE_KEY: ['This key stands twice in the same map.', 'Delete one of the two.'],
  BAD_INDENT: [
    'This line is not indented like its neighbours.',
    'Give the lines of one list or map the same indentation.',
  ],
  BAD_SCALAR_START: ["Text can't start with this character.", 'Put the text in quotes.'],
  MISSING_CHAR: ['A character is missing.', 'Look for an unclosed quote or bracket, or a missing `:` or `,`.'],
  UNEXPECTED_TOKEN: [
    'This was not expected here.',
    'Put text with special characters (`: # [ ] { } , & * | > @ %`) in quotes.',
  ],
  MULTILINE_IMPLICIT_KEY: ['A `:` is missing on this line.', 'Write `key: value`.'],
  MULTIPLE_DOCS: ['A second document starts here.', 'Delete the line `---`.'],
  TAG_RESOLVE_FAILED: ['Tags (`!word`) are not used here.', 'Delete the tag, or put the text in quotes.'],
  RESOURCE_EXHAUSTION: ['Values are nested too deeply.', 'Write them flatter.'],
};

/** The parser's own words stand in where a code has none of ours. */
export function syntaxMessage(code: string, message: string): readonly [message: string, mend: string] {
  return KNOWN[code] ?? [`This is not valid YAML: ${message}.`, 'Compare the line with its neighbours.'];
}
