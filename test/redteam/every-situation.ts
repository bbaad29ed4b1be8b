/** Every combination of the matrix's axes, and what must hold in each, whatever else a cell says. */
import { TOOLS } from './asking.ts';
import type { AssertionState, Credential, Credentials, Identity, Mode, Situation } from './situation.ts';
import { ASSERTIONS, CALLERS, IDENTITIES } from './situation.ts';

export type NamedSituation = Situation & { readonly name: string; readonly credentialName: string };

/** Of who isn't admitted a few of each will do: nothing of the call is looked at. */
export function allSituations(credentials: Credentials): readonly NamedSituation[] {
  return Object.entries(credentials).flatMap(([name, credential]) =>
    (Object.keys(CALLERS) as Mode[]).flatMap((mode) =>
      ASSERTIONS.filter((assertion) => ADMITTED.has(name) || FEW_ASSERTIONS.has(assertion)).flatMap((assertion) =>
        situationsOf(name, credential, mode, assertion),
      ),
    ),
  );
}

function situationsOf(
  credentialName: string,
  credential: Credential,
  mode: Mode,
  assertion: AssertionState,
): readonly NamedSituation[] {
  const identities = (Object.keys(IDENTITIES) as Identity[]).filter(
    (identity) => ADMITTED.has(credentialName) || FEW_IDENTITIES.has(identity),
  );
  return TOOLS.flatMap((tool) =>
    identities.map((identity) => {
      const name = [credentialName, mode, assertion, tool, identity].join(' / ');
      return { name, credentialName, credential, mode, assertion, tool, identity };
    }),
  );
}

const ADMITTED = new Set(['good key', 'good token']);
const FEW_ASSERTIONS = new Set<AssertionState>(['absent', 'valid', 'wrong carrier']);
const FEW_IDENTITIES = new Set<Identity>(['own id', 'foreign id']);

type Rule = {
  readonly says: string;
  readonly isBroken: (one: NamedSituation, verdict: string, body: string) => boolean;
};

function isAdmitted({ credentialName }: NamedSituation): boolean {
  return ADMITTED.has(credentialName);
}

/** An API key has no claim that could carry one. */
function arrived({ mode, assertion, credentialName }: NamedSituation): AssertionState {
  if (mode !== 'required, claim' || credentialName === 'good token') return assertion;
  if (assertion === 'wrong carrier' || assertion === 'twice') return 'wrong carrier';
  return 'absent';
}

function isFree(one: NamedSituation): boolean {
  return one.mode === 'off' || (one.mode.startsWith('optional') && arrived(one) === 'absent');
}

/** What only these two customers' answers hold, in whatever form. */
const OWN_WORDS = /Sarah|sarah\.|Quillhaven|aoife/i;
const THEIR_WORDS = /Luc[ií]a|Kowalski|Mokoena|Whitfield|Copperline|delphine/i;

const RULES: readonly Rule[] = [
  {
    says: 'who isn’t admitted gets no answer at all',
    isBroken: (one, verdict) => !isAdmitted(one) && !/^(?:401|403|rpc)/.test(verdict),
  },
  {
    says: 'who isn’t admitted reads nothing of any customer',
    isBroken: (one, _verdict, body) => !isAdmitted(one) && (OWN_WORDS.test(body) || THEIR_WORDS.test(body)),
  },
  {
    says: 'another customer’s data is for whoever is bound to nobody, and was asked for by name',
    isBroken: (one, verdict, body) =>
      (verdict.includes('theirs') || verdict.includes('both') || THEIR_WORDS.test(body)) &&
      !(isFree(one) && one.identity.startsWith('foreign')),
  },
  {
    says: 'the customer’s own data is for a good assertion, or for whoever is free and names them',
    isBroken: (one, verdict, body) =>
      (verdict.includes('own') || OWN_WORDS.test(body)) &&
      !(arrived(one) === 'valid' && one.mode !== 'off') &&
      !(isFree(one) && one.identity.startsWith('own') && one.identity !== 'own and foreign'),
  },
  {
    says: 'which team looks after somebody is for whoever is free and names them',
    isBroken: (one, verdict) => verdict.includes('a team') && !(isFree(one) && one.identity !== 'none'),
  },
  {
    says: 'a spoiled assertion is told of',
    isBroken: (one, verdict) =>
      isAdmitted(one) &&
      one.mode !== 'off' &&
      !['absent', 'valid'].includes(arrived(one)) &&
      !/rpc|expired|invalid/.test(verdict),
  },
  {
    says: 'get_escalation_contact of an admitted caller has a contact',
    isBroken: (one, verdict) =>
      isAdmitted(one) && one.tool === 'get_escalation_contact' && !/own|theirs|nobody|team/.test(verdict),
  },
  {
    says: 'no answer is of anybody else, and none has no words for itself',
    isBroken: (_one, verdict) => verdict === '' || verdict.includes('somebody else'),
  },
];

export function breachesOf(one: NamedSituation, verdict: string, body: string): readonly string[] {
  return RULES.filter(({ isBroken }) => isBroken(one, verdict, body)).map(
    ({ says }) => `${one.name} → ${verdict}: ${says}`,
  );
}

/** In order, so many under way at any time. */
export async function atMostAtOnce<Item, Result>(
  most: number,
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
}
