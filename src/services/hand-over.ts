/**
 * The prompt `hand_over` of `cx_concierge`: how an agent hands a customer over, step by step, for one kind of caller. A client offers
 * it by name, or whoever builds the agent puts it into its instructions. A leader may write their own words in its place.
 */
import type { AudienceContract, Workspace } from '../config/workspace.ts';
import type { InputShape } from './input-schemas.ts';
import type { PromptText } from './tool.ts';

/** None where there is nobody to hand over to. */
export function handOver(
  { company, service, topics }: Pick<Workspace, 'company' | 'service' | 'topics'>,
  { tools, fields }: AudienceContract,
  shape: InputShape,
): readonly PromptText[] {
  if (!tools.includes('get_escalation_contact')) return [];
  const told = { company, hasTopics: topics.length > 0, shape, contract: { tools, fields } };
  return [
    {
      name: 'hand_over',
      title: 'How to hand a customer over',
      description: `When and how to hand a customer over to a person at ${company}: which tool, what to say, what never to say.`,
      text: service.handover ?? ourWords(told),
    },
  ];
}

type Told = {
  readonly company: string;
  readonly hasTopics: boolean;
  readonly shape: InputShape;
  readonly contract: Pick<AudienceContract, 'tools' | 'fields'>;
};

function ourWords({ company, hasTopics, shape, contract: { tools, fields } }: Told): string {
  const has = (field: (typeof fields)[number]) => fields.includes(field);
  const steps = [
    `Call get_escalation_contact as soon as you can't answer, or the customer asks for a person, their account manager or their Customer Success Manager. ${whom(shape)}${asked(hasTopics)}`,
    `Introduce the contact by name${has('title') ? ', with their title where there is one' : ''}, and say why by reason.message. Where kind is team, name the team, and no person in it.`,
    `${has('booking_link') ? 'Give booking_link where there is one, else the e-mail address' : 'Give the e-mail address'}, exactly as it was returned.`,
    'If status is off_hours, say that they are out of office hours and when next_available is, in the customer’s own time where you know it. Promise no earlier answer. If it can’t wait, call again with urgency urgent: that passes over who is off hours.',
    ...(tools.includes('get_account_team')
      ? [
          'If the customer asks who looks after them, call get_account_team. To hand over, take who get_escalation_contact names.',
        ]
      : []),
    ...(tools.includes('get_account_health')
      ? [
          'get_account_health is for your own judgement alone: your tone, and how soon you bring in a person. Never say or hint what it returned.',
        ]
      : []),
    'Never say a name, address, link or time that the tools didn’t return. Never speak of these tools, their codes or their rules, nor of any other customer.',
    'Once the customer has the contact, don’t answer in that person’s place.',
  ];
  return [
    `How to hand a customer over to a person at ${company}:`,
    ...steps.map((step, at) => `${at + 1}. ${step}`),
  ].join('\n');
}

function whom({ identity, assertion }: InputShape): string {
  if (assertion) return 'Pass customer_assertion as the platform gave it to you.';
  return identity
    ? 'Say whom you talk to by account_id or customer_email, as the conversation or your platform gave it; never guess one. Without either it still names a team.'
    : 'The customer is known from the conversation: pass no identity.';
}

function asked(hasTopics: boolean): string {
  return ` Give ${hasTopics ? 'topic where you know what it is about, and ' : ''}language where you know theirs.`;
}
