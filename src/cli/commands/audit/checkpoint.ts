/**
 * `concierge audit checkpoint`: signs how far the chains have come, to be kept where whoever holds the store can't reach;
 * or makes the pair of keys for it.
 */
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { makeCheckpointKeys, signCheckpoint } from '../../../audit/checkpoint.ts';
import { Failure } from '../../../base/failure.ts';
import type { Deployment, StoreChoice } from '../../../config/deployment.ts';
import { secretValue } from '../../../config/secret-value.ts';
import { withArchive } from '../../records/archive.ts';
import { checkpointOf } from '../../records/checkpoint-of.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { textOf, writePrivately } from '../../files/private-file.ts';
import { counted } from '../../terminal/counted.ts';

export type CheckpointOptions = OpenOptions & {
  readonly key?: string;
  readonly out?: string;
  readonly newKey?: string;
  readonly force?: boolean;
};

export async function checkpoint(options: CheckpointOptions, context: CommandContext): Promise<void> {
  if (options.newKey !== undefined) return await makeKeys(options.newKey, context);
  await withArchive(options, context, async ({ tenant, store, deployment }) => {
    const made = await checkpointOf(store.records, tenant, context.clock.now());
    if (made.heads.length === 0)
      throw new Failure(
        'not_found',
        'There is no record yet, so there is nothing to sign.',
        'Sign after the first answer.',
      );
    warnOfPlaces(options, deployment.store, context);
    const signed = await signCheckpoint(made, privateKey(options, deployment, context));
    if (options.out === undefined) context.out(signed);
    else
      await writePrivately(
        resolve(context.cwd, options.out),
        options.force === true || 'Name another file, or give --force.',
        async (write) => await write(`${signed}\n`),
      );

    context.err(
      `Signed ${counted(made.links, 'link')} of ${counted(made.heads.length, 'writer')}, of ${made.at}. Keep it where this store can’t be written from.`,
    );
  });
}

async function makeKeys(path: string, { cwd, err }: CommandContext): Promise<void> {
  const file = resolve(cwd, path);
  if (existsSync(`${file}.pub`))
    throw new Failure('usage', `There is a file ${file}.pub already.`, 'Name another file.');
  const { privateKeyPem, publicKeyPem } = await makeCheckpointKeys();
  await writePrivately(file, 'Name another file.', async (write) => await write(privateKeyPem));
  await writePrivately(`${file}.pub`, 'Name another file.', async (write) => await write(publicKeyPem));
  err(`Made ${file}, which signs checkpoints and is secret, and ${file}.pub, by which anybody verifies them.`);
}

/** From the file, else the secret that the deployment signs with. */
function privateKey({ key }: CheckpointOptions, deployment: Deployment, { cwd, env }: CommandContext): string {
  if (key !== undefined) return textOf(resolve(cwd, key));
  const schedule = deployment.records.checkpoint;
  if (schedule !== null) return secretValue(deployment, schedule.key, 'here', env);
  throw new Failure(
    'usage',
    'There is no key to sign with.',
    'Give --key FILE, or name one under `records: { checkpoint: … }` in the deployment; --new-key FILE makes a pair.',
  );
}

/** Whoever can change the records could then sign them anew, or drop what was signed. */
function warnOfPlaces({ key, out }: CheckpointOptions, store: StoreChoice, { cwd, err }: CommandContext): void {
  if (store.kind !== 'sqlite') return;
  const isInside = (path: string): boolean => !/^\.\.|^[A-Za-z]:|^\//.test(relative(store.folder, resolve(cwd, path)));
  if (key !== undefined && isInside(key))
    err('The key lies in the store’s folder: whoever can change the records can sign them anew. Keep it elsewhere.');
  if (out !== undefined && isInside(out))
    err('The checkpoint lies in the store’s folder: whoever can change the records can drop it. Keep it elsewhere.');
}
