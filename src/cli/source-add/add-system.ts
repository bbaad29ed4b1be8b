/** A source that is a system: what it needs, the deployment's lines, the connection, a sample, the mapping. */
import { Failure } from '../../base/failure.ts';
import type { Deployment } from '../../config/deployment.ts';
import type { Connector } from '../../sources/kit/http/connector.ts';
import { hostsOf, placeOf } from '../../sources/kit/http/open-source.ts';
import { proposedSystem } from '../../sources/propose/propose-system.ts';
import type { SampledRead } from '../../sources/propose/propose-system.ts';
import { columnsIn } from '../../sources/propose/proposal.ts';
import type { ProposedRecord } from '../../sources/propose/proposal.ts';
import { flatRow } from '../../sources/examine/flat-row.ts';
import { isUnlooked } from '../../sources/propose/unlooked.ts';
import type { Configured } from '../configured.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { pathFrom } from '../terminal/from-here.ts';
import type { Adding } from './adding.ts';
import type { SecretNeed } from './deployment-secrets.ts';
import { needLines, placeOfValue, secretNeeds } from './deployment-secrets.ts';
import { lookedAt } from './connection.ts';
import { groundOf } from './known.ts';
import { notLooked } from './look-at-system.ts';
import { sampleTable } from './sample-table.ts';
import { mayTest, valueTrouble, withDeployment, withPlaces } from './secrets-asked.ts';
import { askedAccess, askedReads } from './system-asked.ts';
import { decided } from './write-source-file.ts';

export async function addSystem(
  adding: Adding,
  { workspace, deployment }: Configured,
  connector: Connector,
): Promise<void> {
  const { options, context, answers, name } = adding;
  const access = await askedAccess(connector, name, options, answers);
  const reads = await askedReads(connector, options, answers);
  answers.refuseMissing();
  const needs = await withPlaces(
    adding,
    deployment,
    secretNeeds(Object.values(access.secrets), hostsOf(placeOf(connector, access)), deployment),
  );
  const now = await withDeployment(adding, deployment, needs);
  const isTested = options.test !== false && (await mayTest(adding, now, needs));
  const looked = isTested ? await lookedAt(adding, now, connector, access, reads) : notLooked(reads);
  for (const { read, message } of looked.refused) context.err(`! ${read} is left out: ${message}`);
  if (looked.reads.length === 0)
    throw new Failure(
      'sync_failed',
      'None of these reads can be had, so no file was written.',
      'Look at the rights of the credentials: docs/sources.md.',
    );
  const proposal = proposedSystem(connector, looked.reads, await groundOf(workspace, now, context));
  await showSample(adding, looked.reads, proposal.records);
  const unmapped = looked.reads
    .filter(({ read }) => connector.usual?.records[read] === undefined)
    .map(({ read }) => read);
  const notes = [
    ...proposal.notes,
    ...unmapped.map((read) => `Nothing is proposed for ${read}: what its rows mean is yours to say, in \`records\`.`),
  ];
  const about = isTested
    ? `${connector.title}, added by \`concierge source add\`: look at each line before you rely on it.`
    : `${connector.title}, added by \`concierge source add\` without asking it: say what your own fields fill.`;
  const mapped = new Set(proposal.records.map(({ from }) => from));
  await decided(
    adding,
    { records: proposal.records, notes },
    (from) => columnsSeen(looked.reads.find((each) => each.name === from)),
    (records) => ({
      name,
      about,
      connector: connector.name,
      access,
      reads: looked.reads
        .filter(({ name: read }) => mapped.has(read) && records.some(({ from }) => from === read))
        .map(({ name: own, read }) => ({ name: own, read, about: connector.reads[read]?.about ?? '' })),
      sync: { every: everyOf(connector, reads), full: '1d' },
      records,
    }),
    {
      deployment: needLines(secretNeeds(Object.values(access.secrets), hostsOf(placeOf(connector, access)), now)),
      rows: Object.fromEntries(looked.reads.map(({ name: own, rows }) => [own, rows?.length ?? 0])),
      notes: [...notes, ...looked.refused.map(({ read, message }) => `${read}: ${message}`)],
      next: nextSteps(adding, needs, now),
    },
  );
}

/** A system that tells changes is asked often; one that must be read whole less so. */
function everyOf({ reads }: Connector, names: readonly string[]): string {
  return names.some((name) => (reads[name]?.changes ?? null) !== null) ? '15m' : '1h';
}

function columnsSeen(sampled: SampledRead | undefined): readonly string[] {
  const columns = new Set((sampled?.rows ?? []).flatMap((row) => [...flatRow(row).keys()]));
  return [...columns].filter((column) => !isUnlooked(column, true));
}

/** Where a person looks; a program gets counts alone. */
async function showSample(
  { options, context, answers }: Adding,
  reads: readonly SampledRead[],
  records: readonly ProposedRecord[],
): Promise<void> {
  const filled = reads.filter(({ rows }) => (rows?.length ?? 0) > 0);
  if (options.json === true || filled.length === 0) return;
  const isOpen =
    answers.questions !== null &&
    options.yes !== true &&
    (await answers.questions.sure(
      'Show names and addresses in the samples as they are? Else only their shape.',
      false,
    ));
  for (const { name, rows } of filled) {
    const own = records.filter(({ from }) => from === name);
    const lines = own.flatMap(({ lines: all }) => all);
    const wanted = lines.flatMap((line) => (line.kind === 'assignment' ? [line.person.column] : columnsIn(line.value)));
    const open = new Set(lines.flatMap((line) => (line.kind === 'fact' ? columnsIn(line.value) : [])));
    if (wanted.length === 0) continue;
    const table = sampleTable(rows ?? [], [...new Set(wanted)], { open, isMasked: !isOpen });
    const [head = '', ...cells] = table;
    context.out(
      [
        `${name}, the first ${cells.length} of ${rows?.length ?? 0} that were looked at:`,
        `  ${emphasis(context)(head)}`,
        ...cells.map((each) => `  ${each}`),
        '',
      ].join('\n'),
    );
  }
}

function nextSteps(
  { options, context, folder, name }: Adding,
  needs: readonly SecretNeed[],
  deployment: Deployment,
): readonly string[] {
  const dir = pathFrom(context.cwd, folder);
  const at = dir === '' ? '' : ` ${dir}`;
  const by = options.deployment === undefined ? '' : ` --deployment ${options.deployment}`;
  const open = needs.filter((need) => valueTrouble(need, deployment, context.env) !== null);
  return [
    ...open.map(({ name: secret, secret: source }) => `put the value of ${secret} into ${placeOfValue(source)}`),
    `concierge check${at}`,
    `concierge doctor${at} --source ${name}${by}`,
    `concierge sync${at} --source ${name}${by}`,
  ];
}
