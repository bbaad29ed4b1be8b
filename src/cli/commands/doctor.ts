/**
 * `concierge doctor`: tries each source end to end and says what to mend. Asks systems for samples, and writes nothing. Exit code 16
 * where something must be mended.
 */
import { Failure } from '../../base/failure.ts';
import type { Workspace } from '../../config/workspace.ts';
import type { SourceDeclaration } from '../../sources/declaration.ts';
import { isFileSource } from '../../sources/declaration.ts';
import { connectorOf } from '../../sources/connector-of.ts';
import { examineFile } from '../../sources/examine/examine-file.ts';
import { look } from '../../sources/examine/finding.ts';
import { examineSystem } from '../../sources/examine/examine-system.ts';
import type { Finding } from '../../sources/examine/finding.ts';
import type { OpenOptions } from '../configured.ts';
import { readConfiguration } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { doctorLines } from '../sources/doctor-text.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { sourcesNamed } from '../sources/named-sources.ts';
import type { SourceGround } from '../sources/source-ground.ts';
import { openSourceGround } from '../sources/source-ground.ts';
import { stopAt } from '../terminal/stopped.ts';

export type DoctorOptions = OpenOptions & { readonly source?: readonly string[]; readonly json?: boolean };

export type ExaminedSource = {
  readonly source: string;
  readonly connector: string;
  readonly findings: readonly Finding[];
};

/** @throws Failure `usage`, or `sync_failed` where something must be mended */
export async function doctor(options: DoctorOptions, context: CommandContext): Promise<void> {
  const { deployment, workspace } = readConfiguration(options, context);
  const sources = sourcesNamed(options.source, workspace.sources);
  const ground = openSourceGround(workspace, deployment, context);
  const mayGoOn = stopAt(context);
  const examined: ExaminedSource[] = [];
  try {
    for (const source of sources) {
      const onStep = (check: string): void => {
        mayGoOn();
        context.progress(`Looking at ${source.name}: ${check}`);
      };
      const findings = await findingsOf(source, workspace, ground, onStep);
      context.progress(null);
      examined.push({ source: source.name, connector: source.connector, findings });
      if (options.json !== true)
        for (const line of doctorLines(examined.slice(-1), emphasis(context))) context.out(line);
    }
  } finally {
    context.progress(null);
    await ground.close();
  }
  const unwell = examined.filter(({ findings }) => findings.some(({ state }) => state === 'mend'));
  if (options.json === true) context.out(JSON.stringify({ ok: unwell.length === 0, sources: examined }, null, 2));
  if (unwell.length > 0)
    throw new Failure('sync_failed', `Something must be mended of: ${unwell.map(({ source }) => source).join(', ')}.`);
  context.err(examined.length === 1 ? 'This source works.' : `All ${examined.length} sources work.`);
}

async function findingsOf(
  source: SourceDeclaration,
  { folder }: Workspace,
  ground: SourceGround,
  onStep: (check: string) => void,
): Promise<readonly Finding[]> {
  if (isFileSource(source)) return await examineFile(folder, source, onStep);
  if (source.upstream !== undefined)
    return [look('connector', 'Another MCP server: `concierge wrap mcp --name NAME` looks at its tools.')];
  return await examineSystem(source, connectorOf(source), ground.surroundingsOf(source.name), onStep);
}
