/** Printed text beside the text of a guide: what differs from run to run is made alike, `…` stands for any lines. */

/** A record's id, or the part of it that lists show. */
const RECORD_ID = /\b[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}(?:-[\da-f]{4}-[\da-f]{12})?\b/g;

/** An API key's id where commands print one: in a list, in a row of its own, in a sentence. */
const KEY_ID = /(?<=^(?: {2}id +|Revoked )?)[a-z2-7]{12}(?= {2}| \(|$)/gm;

/** Behind a release's number. */
const RELEASE_HASH = /(?<=^\d+ .{0,8}|release \d+ \(|release +\d+, )[\da-f]{12}\b/gim;

/** How old facts are, in an answer's line of the demo. */
const DEMO_AGE = /\b\d+ s +(?=[1x] [2x] [3x] [4x]$)/gm;

/** Without blanks at line ends and what only files show, the folder's path, ports, names of releases, records and keys. */
export function normal(text: string, folder: string): string {
  return text
    .trimEnd()
    .replaceAll(`${folder}/`, '')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replaceAll(/\brelease [0-9a-f]{12}\b/g, 'release RELEASE')
    .replaceAll(RELEASE_HASH, 'RELEASE')
    .replaceAll(RECORD_ID, 'RECORD')
    .replaceAll(KEY_ID, 'KEY_ID')
    .replaceAll(DEMO_AGE, 'AGE ')
    .replaceAll(/^\uFEFF|[ \t\r]+$/gm, '');
}

/** The guide's text where the printed text fits it, else the printed text, for a message that shows the difference. */
export function elided(printed: string, guide: string): string {
  const lines = guide.split('\n').map((line) => (line === '…' ? '(?:.*\\n)*?' : `${literal(line)}\\n`));
  return new RegExp(`^${lines.join('')}$`).test(`${printed}\n`) ? guide : printed;
}

function literal(line: string): string {
  return line.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** The API key that a command has told of, by its id. Throws where none has. */
export function keyIdIn(printed: string | null): string {
  const id = /\bcxk_([a-z2-7]{12})_|^([a-z2-7]{12}) {2}/m.exec(printed ?? '');
  if (id === null) throw new Error('KEY_ID is the id of a key that the command before has told of.');
  return id[1] ?? id[2] ?? '';
}
