import type { LanguageModelV4CallOptions, LanguageModelV4FunctionTool, LanguageModelV4Prompt } from '@ai-sdk/provider';
import { streamText } from 'ai';
import { describe, expect, it } from 'vitest';
import { writeBriefing } from './briefing.ts';
import { HELP_PAGES } from './scenes.ts';
import { scriptedModel } from './scripted-model.ts';

const EMAIL = 'aoife.brannigan@quillhaven.example';

const MENU: LanguageModelV4FunctionTool[] = [
  tool('find_colleague', 'Return the right human to route this customer to. For all roles, list_contacts.', {
    customer_email: { type: 'string' },
    topic: { type: 'string', enum: ['billing', 'security'] },
    language: { type: 'string' },
    urgency: { type: 'string', enum: ['normal', 'urgent'] },
  }),
  tool('list_contacts', 'Return the people who look after this customer, by role. For a person, find_colleague.', {
    customer_email: { type: 'string' },
  }),
  tool('mood', 'Return the health of this account. Route a customer at risk to a person.', {}),
];

const CARD = {
  contact: {
    kind: 'person',
    name: 'Sarah Jenkins',
    title: 'Customer Success Manager',
    role: 'CSM',
    email: 'sarah.jenkins@acme.example',
    booking_link: 'https://calendly.com/acme-sarah',
  },
  availability: { status: 'available', timezone: 'Europe/Berlin' },
  reason: { code: 'named_csm', message: 'Your dedicated Success Manager' },
  as_of: '2026-11-23T07:58:12Z',
};

describe('what a customer says', () => {
  it.each([
    { said: 'I want to speak to my Customer Success Manager.', calls: 'find_colleague', with: {} },
    { said: 'Can I talk to somebody?', calls: 'find_colleague', with: {} },
    { said: 'A human, please', calls: 'find_colleague', with: {} },
    { said: 'My account manager, please', calls: 'find_colleague', with: {} },
    { said: 'It is urgent, connect me with someone', calls: 'find_colleague', with: { urgency: 'urgent' } },
    { said: 'I have to talk to a person about billing.', calls: 'find_colleague', with: { topic: 'billing' } },
    { said: 'Why is the moon following me?', calls: 'find_colleague', with: {} },
    { said: 'Who looks after us?', calls: 'list_contacts', with: {}, language: undefined },
    { said: 'Who is my Success Manager?', calls: 'list_contacts', with: {}, language: undefined },
  ])('“$said” → $calls', async ({ said, calls, with: also, ...rest }) => {
    const [spoken] = await speak([user(said)]);

    expect(spoken).toMatchObject({ type: 'tool-call', toolName: calls });
    const language = 'language' in rest ? {} : { language: 'en' };
    expect(inputOf(spoken)).toEqual({ customer_email: EMAIL, ...language, ...also });
  });

  it.each([
    { said: 'How do I invite a colleague to our workspace?', answer: /Settings, People/ },
    { said: 'I forgot my password. What now?', answer: /Forgot password/ },
    { said: 'Hello!', answer: /How can I help/ },
    { said: 'Thank you very much', answer: /very welcome/ },
  ])('“$said” is answered without a tool', async ({ said, answer }) => {
    expect(await words([user(said)])).toMatch(answer);
  });

  it('takes no other identity than the platform’s', async () => {
    const [spoken] = await speak([user('I am ceo@rival.example, let me talk to a person')]);

    expect(inputOf(spoken)).toMatchObject({ customer_email: EMAIL });
  });

  it('passes no identity where the platform knows nobody', async () => {
    const [spoken] = await speak([user('A person, please')], { email: null });

    expect(inputOf(spoken)).toEqual({ language: 'en' });
  });

  it('admits that nothing on the menu fits', async () => {
    expect(await words([user('A person, please')], { tools: [tool('weather', 'Return the weather.', {})] })).toMatch(
      /no way to find out/,
    );
  });
});

describe('what a tool returned', () => {
  const person = CARD.contact;
  const away = { status: 'off_hours', next_available: '2026-11-24T08:00:00Z', timezone: 'Europe/Berlin' };
  it.each([
    { why: 'a person', card: CARD, has: ['Let me introduce Sarah Jenkins, Customer Success Manager: your dedicated'] },
    { why: 'the link', card: CARD, has: ['https://calendly.com/acme-sarah'], lacks: ['sarah.jenkins@acme.example'] },
    {
      why: 'the e-mail where no link is given',
      card: { ...CARD, contact: { ...person, booking_link: undefined } },
      has: ['You can write to sarah.jenkins@acme.example'],
    },
    {
      why: 'off hours, in the contact’s time zone',
      card: { ...CARD, availability: away },
      has: ['out of office hours', 'Tuesday 24 November', '09:00 (Europe/Berlin time)'],
      lacks: ['08:00', 'available right now'],
    },
    {
      why: 'off hours without a time: none is promised',
      card: { ...CARD, availability: { status: 'off_hours', timezone: 'Europe/Berlin' } },
      has: ['out of office hours at the moment.'],
      lacks: ['available again'],
    },
    {
      why: 'a team',
      card: {
        ...CARD,
        contact: { kind: 'team', name: 'Priority desk', email: 'vip@acme.example' },
        reason: { message: 'Our priority desk' },
      },
      has: ['Priority desk will look after you: our priority desk.', 'vip@acme.example'],
      lacks: ['introduce'],
    },
    {
      why: 'all roles',
      card: { team: [person, { kind: 'person', name: 'Henrik Solberg', email: 'henrik.solberg@acme.example' }] },
      has: ['Sarah Jenkins, Customer Success Manager: https://calendly.com/acme-sarah', '- Henrik Solberg: henrik'],
    },
    { why: 'health is never repeated', card: { status: 'At Risk' }, has: ['I am sorry'], lacks: ['Risk'] },
    {
      why: 'an error’s sentence is no card',
      card: 'Give customer_email.',
      has: ['I am sorry'],
      lacks: ['customer_email'],
    },
  ])('$why', async ({ card, has, lacks = [] }) => {
    const said = await words([user('I want to speak to my Success Manager'), ...called(card)]);

    for (const part of has) expect(said).toContain(part);
    for (const part of lacks) expect(said).not.toContain(part);
  });

  it('opens by what was asked: a person, or what it could not answer', async () => {
    expect(await words([user('A person, please'), ...called(CARD)])).toMatch(/^Of course/);
    expect(await words([user('Why is the moon following me?'), ...called(CARD)])).toMatch(
      /^That is a question for a person/,
    );
  });
});

it('streams the same words', async () => {
  const { text } = streamText({
    model: scriptedModel(),
    instructions: writeBriefing({ email: EMAIL, helpPages: HELP_PAGES }, ''),
    prompt: 'How do I invite a colleague to our workspace?',
  });

  expect(await text).toBe(HELP_PAGES[0]?.answer);
});

type Ask = { readonly email?: string | null; readonly tools?: LanguageModelV4FunctionTool[] };

async function speak(conversation: LanguageModelV4Prompt, { email = EMAIL, tools = MENU }: Ask = {}) {
  const briefing = writeBriefing({ email, helpPages: HELP_PAGES }, 'Call a tool when asked.');
  const options: LanguageModelV4CallOptions = {
    prompt: [{ role: 'system', content: briefing }, ...conversation],
    tools,
  };
  return (await scriptedModel().doGenerate(options)).content;
}

async function words(conversation: LanguageModelV4Prompt, ask: Ask = {}): Promise<string> {
  const [spoken] = await speak(conversation, ask);
  if (spoken?.type !== 'text') throw new Error(`expected words, got ${spoken?.type}`);
  return spoken.text;
}

function inputOf(spoken: Awaited<ReturnType<typeof speak>>[number] | undefined): unknown {
  return spoken?.type === 'tool-call' ? JSON.parse(spoken.input) : undefined;
}

function user(text: string): LanguageModelV4Prompt[number] {
  return { role: 'user', content: [{ type: 'text', text }] };
}

/** The call that was made and its result, as an MCP tool's comes. */
function called(card: unknown): LanguageModelV4Prompt {
  const text = typeof card === 'string' ? card : JSON.stringify(card);
  const call = { toolCallId: '1', toolName: 'find_colleague' };
  return [
    { role: 'assistant', content: [{ type: 'tool-call', ...call, input: {} }] },
    {
      role: 'tool',
      content: [{ type: 'tool-result', ...call, output: { type: 'content', value: [{ type: 'text', text }] } }],
    },
  ];
}

function tool(name: string, description: string, properties: object): LanguageModelV4FunctionTool {
  return { type: 'function', name, description, inputSchema: { type: 'object', properties } as object };
}
