/**
 * The workspace around generated data: the sample's own configuration, copied, so that there is one copy to keep. Only
 * the questions that `start` answers are others, since they name customers.
 */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { plans } from './company.ts';
import type { Company, Plan } from './company.ts';
import type { OwnerState } from './dirt.ts';
import { ownerState } from './holders.ts';

/** The sample company's own folder. */
export const ACME = join(import.meta.dirname, '..');

const COPIED = ['concierge.yaml', 'guardrails', 'services', 'sources', '.schemas'];
/** The first customers are enough to find one of each kind, where there is one. */
const SEARCHED = 2000;

type Question = { readonly title: string; readonly customer_email: string; readonly topic?: string };

export async function writeWorkspace(folder: string, company: Company): Promise<void> {
  for (const name of COPIED) await cp(join(ACME, name), join(folder, name), { recursive: true });
  const deployment = parseDocument(await readFile(join(ACME, 'deployment.yaml'), 'utf8'));
  deployment.set('questions', deployment.createNode(questionsFor(company), { flow: false }));
  await writeFile(join(folder, 'deployment.yaml'), deployment.toString({ lineWidth: 0 }));
}

/** Of a customer with a CSM, of one whose CSM left, and of nobody. */
function questionsFor(company: Company): readonly Question[] {
  const questions: Question[] = [];
  const about = (plan: Plan | undefined, wants: string, topic?: string): void => {
    const email = plan?.crm.email ?? null;
    if (plan === undefined || email === null) return;
    const title = `${plan.contact.name} of ${plan.account.name} ${wants}`;
    questions.push({ title, customer_email: email, ...(topic !== undefined && { topic }) });
  };
  about(firstLarge(company, 'eligible'), 'asks for a person');
  about(firstLarge(company, 'left'), 'asks about the contract', 'commercial');
  return [
    ...questions,
    { title: 'Somebody whom nobody knows asks for help', customer_email: 'someone@unheard-of.example' },
  ];
}

/** The first above SMB whose CSM is so, and of whom the CRM has a contact that is nobody else's. */
function firstLarge(company: Company, state: OwnerState): Plan | undefined {
  for (const plan of plans(company)) {
    const { account, crm, holders, relations } = plan;
    if (account.index >= SEARCHED) return undefined;
    const isLarge = account.type === 'Customer' && account.tier !== 'SMB';
    if (isLarge && ownerState(holders.csm) === state && crm.email !== null && !relations.sharesContact) return plan;
  }
  return undefined;
}
