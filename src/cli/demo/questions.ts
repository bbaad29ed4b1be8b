/** What the demo asks, in turns: the customer whose Success Manager may be changed comes every other time. */
import { CHANGED_ACCOUNT } from '../../demo/systems-of-acme.ts';

export type DemoQuestion = { readonly asks: string; readonly arguments: Readonly<Record<string, string>> };

const CHANGED: DemoQuestion = {
  asks: CHANGED_ACCOUNT,
  arguments: { customer_email: 'aoife.brannigan@quillhaven.example' },
};

const OTHERS: readonly DemoQuestion[] = [
  // A severe ticket, which Zendesk knows of.
  { asks: 'Gullwick Mobility', arguments: { account_id: '001Hs00003QGkTsIAL' } },
  // Whose Success Manager is on leave, as BambooHR says.
  { asks: 'Copperline Foods', arguments: { account_id: '001Hs00003QKF1rIAH' } },
  // A partner.
  { asks: 'Basalt & Birch', arguments: { account_id: '001Hs00003QaMLGIA3' } },
  // At risk, as a field of Salesforce says.
  { asks: 'Cobalt Fern Pharma', arguments: { account_id: '001Hs00003QrzpYIAR' } },
  { asks: 'Somebody unknown', arguments: { customer_email: 'someone@unheard-of.example' } },
];

export function questionAt(turn: number): DemoQuestion {
  return turn % 2 === 0 ? CHANGED : (OTHERS[((turn - 1) / 2) % OTHERS.length] ?? CHANGED);
}
