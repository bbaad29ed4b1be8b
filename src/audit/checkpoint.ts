/**
 * How far a tenant's chains had come at a moment, signed, to be kept where whoever holds the records can't reach: against
 * it a chain that was cut short or made anew shows. A compact JWS (RFC 7515) with Ed25519 (RFC 8037), so anybody's
 * library can check it. Not for where it is kept.
 */
import type { CryptoKey } from 'jose';
import {
  CompactSign,
  compactVerify,
  errors,
  exportPKCS8,
  exportSPKI,
  generateKeyPair,
  importPKCS8,
  importSPKI,
} from 'jose';
import { z } from 'zod';
import type { Instant } from '../base/clock.ts';
import { Failure } from '../base/failure.ts';
import type { Tenant } from '../caller/caller.ts';
import type { ChainHead } from './chain.ts';
import { chainHead } from './purge-entry.ts';
import type { ChainVerdict } from './verify-chain.ts';

/** Bumped when a checkpoint's meaning changes. */
export const CHECKPOINT_VERSION = 1;

export type Checkpoint = {
  readonly version: typeof CHECKPOINT_VERSION;
  readonly tenant: Tenant;
  readonly at: Instant;
  /** The last link of each writer's chain. */
  readonly heads: readonly ChainHead[];
  /** How many links there were in all. */
  readonly links: number;
};

/** Told apart from every other signed thing, so that none of those passes for one of these. */
const TYPE = 'concierge-checkpoint+jwt';
/** RFC 8037's name, which every library knows; jose takes it for Ed25519 alone. */
const ALGORITHM = 'EdDSA';

const schema = z.strictObject({
  version: z.literal(CHECKPOINT_VERSION),
  tenant: z.string(),
  at: z.string(),
  heads: z.array(chainHead),
  links: z.int().nonnegative(),
});

/** An Ed25519 pair in PEM: PKCS #8 and SPKI. */
export type CheckpointKeys = { readonly privateKeyPem: string; readonly publicKeyPem: string };

export async function makeCheckpointKeys(): Promise<CheckpointKeys> {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return { privateKeyPem: await exportPKCS8(privateKey), publicKeyPem: await exportSPKI(publicKey) };
}

/** @throws Failure `usage` where the key is none */
export async function signCheckpoint(checkpoint: Checkpoint, privateKeyPem: string): Promise<string> {
  const key = await keyOf('private', () => importPKCS8(privateKeyPem.trim(), ALGORITHM));
  const payload = new TextEncoder().encode(JSON.stringify(checkpoint));
  return await new CompactSign(payload).setProtectedHeader({ alg: ALGORITHM, typ: TYPE }).sign(key);
}

/** @throws Failure `usage`: not a key, not a checkpoint, not signed with this key, or another tenant's */
export async function readCheckpoint(jws: string, publicKeyPem: string, tenant: Tenant): Promise<Checkpoint> {
  const key = await keyOf('public', () => importSPKI(publicKeyPem.trim(), ALGORITHM));
  const checkpoint = await verified(jws, key);
  if (checkpoint.tenant === tenant) return checkpoint;
  const mend = "Compare each tenant's records with its own checkpoint.";
  throw new Failure('usage', `The checkpoint is of tenant "${checkpoint.tenant}", not of "${tenant}".`, mend);
}

async function verified(jws: string, key: CryptoKey): Promise<Checkpoint> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws.trim(), key, { algorithms: [ALGORITHM] });
    if (protectedHeader.typ !== TYPE) throw notACheckpoint();
    const { success, data } = schema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
    if (!success) throw notACheckpoint();
    return data;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) throw otherKey(error);
    if (error instanceof errors.JOSEError || error instanceof SyntaxError) throw notACheckpoint(error);
    throw error;
  }
}

async function keyOf(kind: 'private' | 'public', read: () => Promise<CryptoKey>): Promise<CryptoKey> {
  try {
    return await read();
  } catch (cause) {
    const form = kind === 'private' ? 'PKCS #8, "BEGIN PRIVATE KEY"' : 'SPKI, "BEGIN PUBLIC KEY"';
    const message = `The ${kind} key is not an Ed25519 key in PEM (${form}).`;
    throw new Failure('usage', message, `Give the ${kind} key of a pair that was made for checkpoints.`, { cause });
  }
}

function notACheckpoint(cause?: unknown): Failure {
  const mend = 'Give a file as `concierge audit checkpoint` wrote it, of this version of the program.';
  return new Failure('usage', 'This is not a checkpoint of decision records.', mend, { cause });
}

function otherKey(cause: unknown): Failure {
  const message =
    "The checkpoint's signature doesn't fit this key: another key signed it, or it was changed afterwards.";
  return new Failure('usage', message, 'Give the public key that belongs to the key that signed it.', { cause });
}

/** What became of one head that a checkpoint holds. */
export type ComparedHead = ChainHead & {
  readonly outcome:
    | 'kept' // it is where it was, and so is everything before it
    | 'expired' // dropped for its age since: it can't be compared any more
    | 'differs' // another link is in its place
    | 'missing'; // the chain ends before it, or is gone
};

/**
 * What became of each head of a checkpoint, by what `verifyChain(links, checkpoint.heads)` found. Only of a chain without
 * a broken link does `kept` say something about the links before.
 */
export function compareWithCheckpoint(checkpoint: Checkpoint, verdict: ChainVerdict): readonly ComparedHead[] {
  return checkpoint.heads.map((head, index) => {
    const hash = verdict.places[index] ?? null;
    if (hash !== null) return { ...head, outcome: hash === head.hash ? 'kept' : 'differs' };
    return { ...head, outcome: isExpired(head, checkpoint, verdict) ? 'expired' : 'missing' };
  });
}

/** What tells that a whole chain expired expires itself: nothing older than that can be told apart from a loss. */
function isExpired({ writer, sequence }: ChainHead, { at }: Checkpoint, verdict: ChainVerdict): boolean {
  const expired = verdict.expired.find((head) => head.writer === writer);
  if (expired !== undefined) return sequence <= expired.sequence;
  return verdict.expiredBefore !== null && at <= verdict.expiredBefore;
}
