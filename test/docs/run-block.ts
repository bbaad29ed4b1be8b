/**
 * What a block of a guide means, by the first word after its fence, and how it is tried:
 *
 * - `yaml`: a part of the sample's file that its first line names; `yaml whole`: the whole file. The workspace must load
 *   without a problem, and a source of files must find its columns; `yaml broken` must not load. Later commands of the section see it.
 *   `yaml with-next` is one part of a change, which is only checked together with the next.
 * - `sh`: commands, each of which ends with 0, or with N in `sh exit=N`.
 * - `text`: what the commands before it print. A line `…` stands for any lines.
 * - `json`: configuration of an MCP client; what it names or starts must answer.
 * - `js`: a program that ends with 0; the next `text` is what it prints.
 * - `sql`: statements for a PostgreSQL; `test/sources/postgresql.test.ts` runs them on a real one.
 * - `ts`, `py`, `go`: a program that states who the customer is; `snippets.test.ts` runs it, where the language is there.
 *
 * Anything else fails: no block goes unrun.
 */
import { join } from 'node:path';
import type { Block } from './blocks.ts';
import { askConfigured } from './client-config.ts';
import { linesOf, nodeProcess, runLine } from './command-line.ts';
import { elided, normal } from './output.ts';
import type { Stage } from './stage.ts';
import { atServed } from './stage.ts';
import { fileNamed, problemsIn, readSources, writePart, writeWhole } from './workspace-part.ts';

/** A block holds where the two are equal. */
export type Trial = { readonly saw: string; readonly wanted: string };

type Run = (block: Block, stage: Stage) => Promise<Trial>;

const KINDS: Readonly<Record<string, Run>> = {
  yaml: runYaml,
  sh: runCommands,
  text: compare,
  json: runConfig,
  js: runProgram,
  ts: runElsewhere,
  py: runElsewhere,
  go: runElsewhere,
  sql: runElsewhere,
};

/** Throws for a block that can't be tried. */
export async function runBlock(block: Block, stage: Stage): Promise<Trial> {
  const run = KINDS[block.kind];
  if (stage.waits && run !== runYaml) throw new Error(`${block.place}: the change before it is never checked.`);
  if (run !== undefined) return await run(block, stage);
  const known = Object.keys(KINDS).join(', ');
  throw new Error(`${block.place}: a block of the kind "${block.kind}" is not tried by anything; known are ${known}.`);
}

async function runYaml({ place, options, text }: Block, stage: Stage): Promise<Trial> {
  only(options, ['whole', 'broken', 'with-next'], place);
  const workspace = join(stage.folder, 'examples/acme');
  const file = fileNamed(text, place);
  if (options.includes('whole')) writeWhole(workspace, file, text);
  else writePart(workspace, file, text);
  stage.waits = options.includes('with-next');
  if (stage.waits) return { saw: '', wanted: '' };
  const problems = problemsIn(workspace).join('\n');
  if (problems === '' && file.startsWith('sources/')) await readSources(workspace);
  if (!options.includes('broken')) return { saw: problems, wanted: '' };
  return { saw: problems === '' ? 'no problem' : 'a problem', wanted: 'a problem' };
}

async function runCommands({ place, options, text }: Block, stage: Stage): Promise<Trial> {
  const [wanted = 'exit=0', ...others] = options;
  only(others, [], place);
  const lines = linesOf(text);
  if (lines.length === 0) throw new Error(`${place}: there is no command.`);
  const outputs: string[] = [];
  for (const line of lines) {
    const { code, output } = await runLine(line, stage);
    if (`exit=${code}` !== wanted) return { saw: `${line} exit=${code}\n${output}`, wanted };
    outputs.push(output);
  }
  stage.printed = outputs.join('\n');
  return { saw: wanted, wanted };
}

async function compare({ place, options, text }: Block, stage: Stage): Promise<Trial> {
  only(options, [], place);
  if (stage.printed === null) throw new Error(`${place}: no command of this section printed this.`);
  const wanted = normal(text, stage.folder);
  return { saw: elided(normal(stage.printed, stage.folder), wanted), wanted };
}

async function runConfig({ place, options, text }: Block, stage: Stage): Promise<Trial> {
  only(options, [], place);
  const config: unknown = JSON.parse(await atServed(text.replaceAll('HERE', stage.folder)));
  const wanted = 'get_escalation_contact, get_account_team, get_account_health';
  const others = (await askConfigured(config, stage)).filter((tools) => tools !== wanted);
  return { saw: others[0] ?? wanted, wanted };
}

async function runProgram({ place, options, text }: Block, stage: Stage): Promise<Trial> {
  only(options, [], place);
  const { code, output } = await nodeProcess([
    '--input-type=module',
    '--eval',
    await atServed(text.replaceAll('HERE', stage.folder)),
  ]);
  stage.printed = output;
  return { saw: code === 0 ? 'exit=0' : `exit=${code}\n${output}`, wanted: 'exit=0' };
}

async function runElsewhere({ place, options }: Block): Promise<Trial> {
  only(options, [], place);
  return await Promise.resolve({ saw: '', wanted: '' });
}

function only(options: readonly string[], known: readonly string[], place: string): void {
  const other = options.find((option) => !known.includes(option));
  if (other !== undefined) throw new Error(`${place}: "${other}" means nothing here.`);
}
