/** The deployment's part of a new source: where its secrets' values come from, which lines are missing, and whether the values are there. */
import { join, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { Deployment } from '../../config/deployment.ts';
import { secretValue } from '../../config/secret-value.ts';
import { readDeployment } from '../configured.ts';
import { pathFrom } from '../terminal/from-here.ts';
import type { Adding } from './adding.ts';
import type { SecretNeed } from './deployment-secrets.ts';
import { addSecrets, needLines, placeOfValue } from './deployment-secrets.ts';

/** Where the deployment has a folder of secrets, a value may come from there. */
export async function withPlaces(
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
export async function withDeployment(
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
  if (needs.every(({ is }) => is !== 'missing')) return deployment;
  const mayAdd =
    options.yes === true || (answers.questions !== null && (await answers.questions.sure(`Add it to ${shown}?`, true)));
  if (!mayAdd) return deployment;
  addSecrets(file, needs);
  context.err(`Wrote that into ${shown}; whoever serves takes it at the next start.`);
  return readDeployment(
    folder,
    { dir: undefined, ...(options.deployment !== undefined && { deployment: options.deployment }) },
    context.cwd,
  );
}

/** Whether the secrets are there. @throws Failure where they aren't, and nobody can be asked what to do */
export async function mayTest(
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

export function valueTrouble(
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
