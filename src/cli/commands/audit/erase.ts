/**
 * `concierge audit erase`: takes a person or an account out of the records, their facts, the directory and the
 * copies of systems. Without `--confirm` it says what would go. The chain keeps their places, and says when and why.
 */
import type { Purged } from '../../../audit/erasure.ts';
import { Failure } from '../../../base/failure.ts';
import type { Archive } from '../../records/archive.ts';
import { withArchive } from '../../records/archive.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { emphasis } from '../../terminal/emphasis.ts';
import type { ErasurePlan } from '../../records/erasure-plan.ts';
import { planErasure } from '../../records/erasure-plan.ts';
import type { Erased } from '../../records/erasure-text.ts';
import { erasedText, plannedText } from '../../records/erasure-text.ts';
import { count } from '../../terminal/progress-line.ts';

export type EraseOptions = OpenOptions & {
  readonly person?: readonly string[];
  readonly account?: readonly string[];
  readonly reason?: string;
  readonly confirm?: boolean;
  readonly json?: boolean;
};

export async function erase(options: EraseOptions, context: CommandContext): Promise<void> {
  const { person: people = [], account: accounts = [] } = options;
  if (people.length + accounts.length === 0)
    throw new Failure('usage', 'Say who is to be erased.', 'Give --person KEY or --person EMAIL, or --account ID.');
  const reason = reasonOf(options);
  await withArchive(options, context, async (archive) => {
    const plan = await planErasure({ people, accounts }, archive, context);
    if (reason !== null) refuseNaming(reason, plan);
    if (options.json !== true) context.out(plannedText(plan, emphasis(context)));
    const erased = options.confirm === true && reason !== null ? await eraseNow(plan, reason, archive, context) : null;
    if (options.json === true) context.out(JSON.stringify(toldJson(plan, erased), null, 2));
    else context.out(erased === null ? NOT_YET : erasedText(erased));
  });
}

const NOT_YET =
  'Nothing was erased. To erase it for good, give --confirm, and --reason with, say, the number of the request.';

const MAX_REASON = 200;

/** Null where none was given. */
function reasonOf({ reason, confirm }: EraseOptions): string | null {
  const text = reason?.trim() ?? '';
  if (text.length > MAX_REASON)
    throw new Failure('usage', `The reason has ${text.length} signs.`, `Shorten it to ${MAX_REASON}.`);
  if (text !== '') return text;
  if (confirm !== true) return null;
  throw new Failure(
    'usage',
    'An erasure is kept with its reason.',
    'Give --reason, e.g. the number of the request: --reason "request 17".',
  );
}

/** The reason stays in the chain for good. */
function refuseNaming(reason: string, { subject, names }: ErasurePlan): void {
  const said = reason.toLowerCase();
  const known = [...names, ...subject.people, ...subject.emails, ...subject.links, ...subject.accounts];
  if (!known.some((text) => said.includes(text.toLowerCase()))) return;
  throw new Failure(
    'usage',
    'The reason names whom it is about, and it is kept for good.',
    'Give the number of the request instead.',
  );
}

/**
 * The copies before the directory: an import that began before the directory has forgotten them begins anew, and must find
 * nothing of them there. The records last: nothing that is answered from then on tells of them.
 */
async function eraseNow(plan: ErasurePlan, reason: string, archive: Archive, context: CommandContext): Promise<Erased> {
  const { tenant, store } = archive;
  const { people, emails, accounts } = plan.subject;
  const copiedRows = await store.copies.forget(tenant, plan.copies);
  const directory = await store.directory.forget(tenant, {
    people: [...people],
    emails: [...emails],
    accounts: [...accounts],
  });
  try {
    return { records: await eraseRecords(plan, reason, archive, context), directory, copiedRows };
  } catch (error) {
    throw error instanceof Failure ? halfDone(error, plan) : error;
  } finally {
    context.progress(null);
  }
}

async function eraseRecords(
  { test, needles }: ErasurePlan,
  reason: string,
  { tenant, store }: Archive,
  { clock, progress }: CommandContext,
): Promise<Purged> {
  return await store.records.erase(tenant, {
    snapshot: test.json,
    record: test.record,
    needles,
    reason,
    atMs: clock.now(),
    onProgress: (rows) => progress(`Erasing: ${count(rows)} rows looked at`),
  });
}

/** The directory, which knew them under all of their keys, doesn't any more: the words that say whom are needed again. */
function halfDone({ code, message, mend, cause }: Failure, { subject }: ErasurePlan): Failure {
  const words = [
    ...[...subject.people, ...subject.emails].map((person) => `--person ${person}`),
    ...[...subject.accounts].map((account) => `--account ${account}`),
  ];
  const again = `The directory has forgotten them, the records have not: run it again with ${words.join(' ')}.`;
  return new Failure(code, message, `${mend} ${again}`.trim(), { cause });
}

function toldJson(
  { subject, test: _test, needles: _needles, copies: _copies, ...plan }: ErasurePlan,
  erased: Erased | null,
) {
  const { people, emails, links, accounts } = subject;
  return {
    subject: { people: [...people], emails: [...emails], links: [...links], accounts: [...accounts] },
    plan,
    erased,
  };
}
