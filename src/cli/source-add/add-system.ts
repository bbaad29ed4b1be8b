/** A source that is a system: what it needs, the deployment's lines, the connection, a sample, the mapping. */
import { join, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { secretValue } from '../../config/secret-value.ts';
import type { Deployment } from '../../config/deployment.ts';
import type { Connector } from '../../sources/kit/http/connector.ts';
import type { SourceAccess } from '../../sources/kit/http/open-source.ts';
import { hostsOf, openSource, placeOf } from '../../sources/kit/http/open-source.ts';
import { SourceFailure } from '../../sources/kit/http/source-failure.ts';
import { proposedSystem } from '../../sources/propose/propose-system.ts';
import type { SampledRead } from '../../sources/propose/propose-system.ts';
import { columnsIn } from '../../sources/propose/proposal.ts';
import type { ProposedRecord } from '../../sources/propose/proposal.ts';
import { failureFinding } from '../../sources/examine/failure-finding.ts';
import { flatRow } from '../../sources/examine/flat-row.ts';
import { isUnlooked } from '../../sources/propose/unlooked.ts';
import type { Configured } from '../configured.ts';
import { readDeployment } from '../configured.ts';
import { emphasis } from '../emphasis.ts';
import { pathFrom } from '../from-here.ts';
import { openSourceGround } from '../source-ground.ts';
import type { Adding } from './adding.ts';
import type { SecretNeed } from './deployment-secrets.ts';
import { addSecrets, needLines, placeOfValue, secretNeeds } from './deployment-secrets.ts';
import { groundOf } from './known.ts';
import type { LookedAt } from './look-at-system.ts';
import { probe, sampleReads } from './look-at-system.ts';
import { sampleTable } from './sample-table.ts';
import { askedAccess, askedReads } from './system-asked.ts';
import { decided } from './write-source-file.ts';

export async function addSystem(
  adding: Adding,
  { workspace, deployment }: Configured,
  connector: Connector,
): Promise<void> {
  const { options, context, answers, name, folder } = adding;
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
      next: nextSteps(pathFrom(context.cwd, folder) || '.', name, needs, now, context.env),
    },
  );
}

/** A system that tells changes is asked often; one that must be read whole less so. */
function everyOf({ reads }: Connector, names: readonly string[]): string {
  return names.some((name) => (reads[name]?.changes ?? null) !== null) ? '15m' : '1h';
}

function notLooked(reads: readonly string[]): LookedAt {
  return {
    refused: [],
    reads: reads.map((read) => ({ name: read, read, rows: null, labels: new Map(), fields: null })),
  };
}

function columnsSeen(sampled: SampledRead | undefined): readonly string[] {
  const columns = new Set((sampled?.rows ?? []).flatMap((row) => [...flatRow(row).keys()]));
  return [...columns].filter((column) => !isUnlooked(column, true));
}

/** Where the deployment has a folder of secrets, a value may come from there. */
async function withPlaces(
  { answers, options }: Adding,
  { secretsFolder }: Deployment,
  needs: readonly SecretNeed[],
): Promise<readonly SecretNeed[]> {
  const { questions } = answers;
  if (secretsFolder === null || questions === null || options.yes === true) return needs;
  const placed: SecretNeed[] = [];
  for (const need of needs) {
    const file = need.name;
    const isFile =
      need.is === 'missing' &&
      (await questions.choose({
        message: `Where does the deployment read ${need.name}?`,
        choices: [
          { value: 'env', name: placeOfValue(need.secret) },
          { value: 'file', name: placeOfValue({ ...need.secret, from: { file } }) },
        ],
        byDefault: 'env',
      })) === 'file';
    placed.push(isFile ? { ...need, secret: { ...need.secret, from: { file } } } : need);
  }
  return placed;
}

/** Says which lines the deployment lacks, and adds them where somebody says so; then reads it anew. */
async function withDeployment(
  { options, context, answers, folder }: Adding,
  deployment: Deployment,
  needs: readonly SecretNeed[],
): Promise<Deployment> {
  const lines = needLines(needs);
  if (lines.length === 0) return deployment;
  const file =
    options.deployment === undefined ? join(folder, 'deployment.yaml') : resolve(context.cwd, options.deployment);
  const shown = pathFrom(context.cwd, file);
  const tooFew = needs.filter(({ is }) => is === 'hosts').map(({ name }) => name);
  context.err(
    [
      `The deployment needs ${tooFew.length > 0 ? 'these lines (hosts are added by hand)' : 'this'}, in ${shown}:`,
      ...lines.map((line) => `  ${line}`),
    ].join('\n'),
  );
  const mayAdd =
    options.yes === true || (answers.questions !== null && (await answers.questions.sure(`Add it to ${shown}?`, true)));
  if (!mayAdd || tooFew.length === needs.length) return deployment;
  addSecrets(file, needs);
  context.err(`Wrote that into ${shown}; whoever serves takes it at the next start.`);
  return readDeployment(
    folder,
    { dir: undefined, ...(options.deployment !== undefined && { deployment: options.deployment }) },
    context.cwd,
  );
}

/** Whether the secrets are there. @throws Failure where they aren't, and nobody can be asked what to do */
async function mayTest(
  { context, answers }: Adding,
  deployment: Deployment,
  needs: readonly SecretNeed[],
): Promise<boolean> {
  for (;;) {
    const trouble =
      needs.map((need) => valueTrouble(need, deployment, context.env)).find((each) => each !== null) ?? null;
    if (trouble === null) return true;
    if (answers.questions === null)
      throw new Failure('configuration', trouble.message, `${trouble.mend} Or leave the test out: \`--no-test\`.`);
    context.err(`${trouble.message} ${trouble.mend}`);
    const answer = await answers.questions.choose({
      message: 'The secret’s value can’t be read here yet.',
      choices: [
        {
          value: 'again',
          name: 'I have put it there: try again',
          about: 'A variable of the environment must be set before this command starts.',
        },
        { value: 'without', name: 'Go on without asking the system' },
        { value: 'stop', name: 'Stop' },
      ],
    });
    if (answer === 'stop') throw new Failure('interrupted', 'Stopped; no source was written.');
    if (answer === 'without') return false;
  }
}

function valueTrouble(
  { name, secret }: SecretNeed,
  deployment: Deployment,
  env: Adding['context']['env'],
): Failure | null {
  try {
    for (const host of secret.hosts) secretValue(deployment, name, { host }, env);
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

async function lookedAt(
  adding: Adding,
  deployment: Deployment,
  connector: Connector,
  access: SourceAccess,
  reads: readonly string[],
): Promise<LookedAt> {
  const { context, answers, name } = adding;
  const ground = openSourceGround(adding.tenant, deployment, context);
  try {
    const client = openSource(connector, access, ground.surroundingsOf(name));
    for (;;)
      try {
        context.progress(`Asking ${connector.title}`);
        await probe(client, connector);
        context.err(`${connector.title} lets us in.`);
        break;
      } catch (error) {
        context.progress(null);
        const { says, mend } = failureFinding('login', error, connector.waysIn[access.wayIn]?.scopes);
        if (answers.questions === null) throw new Failure('sync_failed', says, mend);
        context.err(`${says} ${mend}`);
        const answer = await answers.questions.choose({
          message: `${connector.title} can’t be asked.`,
          choices: [
            { value: 'again', name: 'Try again' },
            { value: 'without', name: 'Go on without asking the system' },
            { value: 'stop', name: 'Stop' },
          ],
        });
        if (answer === 'stop') throw new Failure('interrupted', 'Stopped; no source was written.');
        if (answer === 'without') return notLooked(reads);
      }
    const onRead = (read: string): void => context.progress(`Reading the first records of ${read}`);
    return await sampleReads(client, connector, reads, { now: context.clock.now, onRead });
  } catch (error) {
    throw error instanceof SourceFailure ? new Failure('sync_failed', error.message) : error;
  } finally {
    context.progress(null);
    await ground.close();
  }
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
  dir: string,
  name: string,
  needs: readonly SecretNeed[],
  deployment: Deployment,
  env: Adding['context']['env'],
): readonly string[] {
  const at = dir === '.' ? '' : ` ${dir}`;
  const open = needs.filter((need) => valueTrouble(need, deployment, env) !== null);
  return [
    ...open.map(({ name: secret, secret: source }) => `put the value of ${secret} into ${placeOfValue(source)}`),
    `concierge check${at}`,
    `concierge doctor${at} --source ${name}`,
    `concierge sync${at} --source ${name}`,
  ];
}
