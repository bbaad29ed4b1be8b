/** What comes of the question: the card as the agent gets it, and the story behind it, for each of the agent's tools. */
import { Alert, Button, Stack, Tabs, Text, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { About, AskReply, Question } from '../../src/admin/contract.ts';
import { accounts, moment } from '../format.ts';
import { Trouble, Waiting, Working } from '../states.tsx';
import { StoryPanel } from '../story/story-panel.tsx';
import { CardPanel } from './card-panel.tsx';
import { DraftNote, DraftProblems } from './draft.tsx';
import { Which } from './which.tsx';

type Props = {
  readonly about: About;
  readonly question: Question | null;
  readonly asked: UseQueryResult<AskReply | null>;
  readonly tool: string | undefined;
  readonly onTool: (tool: string) => void;
  readonly onAsk: (question: Question) => void;
};

const TOOL_LABELS: Readonly<Record<string, string>> = {
  get_escalation_contact: 'Whom to route to',
  get_account_team: 'The account’s team',
  get_account_health: 'Health',
};

export function Answer({ about, question, asked, tool, onTool, onAsk }: Props) {
  // Which one is meant of those of the question before is nothing to choose from.
  const reply = asked.isPlaceholderData && asked.data?.kind === 'which' ? null : asked.data;
  return (
    <section id="answer" className="answer" tabIndex={-1} aria-label="The answer">
      {question === null ? (
        <Beginning about={about} onAsk={onAsk} />
      ) : asked.error !== null ? (
        <Trouble error={asked.error} onAgain={() => void asked.refetch()} />
      ) : reply === undefined || reply === null ? (
        <Waiting what="the answer" lines={6} />
      ) : reply.kind === 'broken_draft' ? (
        <DraftProblems problems={reply.problems} />
      ) : reply.kind === 'which' ? (
        <Which {...reply} name={question.customer} onChoose={(customer) => onAsk({ ...question, customer })} />
      ) : reply.kind === 'reading_names' ? (
        <Text c="dimmed" className="beginning" role="status">
          No account has this id. Looking through the names: {accounts(reply.accounts)} so far.
        </Text>
      ) : (
        <Told reply={reply} isOld={asked.isFetching} tool={tool} onTool={onTool} />
      )}
    </section>
  );
}

function Beginning({ about: { examples }, onAsk }: Pick<Props, 'about' | 'onAsk'>) {
  return (
    <Stack gap="xs" className="beginning" align="flex-start">
      <Text c="dimmed">
        Name a customer, and see the card that an agent would get, and why. Nothing is recorded, and no agent is
        answered.
      </Text>
      {examples.length > 0 && (
        <>
          <Text size="sm" fw={600} mt="sm">
            To begin with
          </Text>
          {examples.map(({ title, ...example }) => (
            <Button key={title} variant="default" className="example" onClick={() => onAsk({ ...PLAIN, ...example })}>
              {title}
            </Button>
          ))}
        </>
      )}
    </Stack>
  );
}

const PLAIN: Omit<Question, 'customer'> = {
  verified: true,
  topic: null,
  language: null,
  urgency: 'normal',
  audience: 'customers',
  at: null,
  rules: 'live',
};

type Told = Extract<AskReply, { readonly kind: 'told' }>;
type ToldProps = { readonly reply: Told; readonly isOld: boolean; readonly tool: string | undefined } & Pick<
  Props,
  'onTool'
>;

function Told({ reply: { story, live, byName }, isOld, tool, onTool }: ToldProps) {
  const chosen = story.answers.find((one) => one.tool === tool) ?? story.answers[0];
  if (chosen === undefined) return null;
  return (
    <>
      <Who story={story} byName={byName} isOld={isOld} />
      {live !== null && <DraftNote draft={story} live={live} tool={chosen.tool} />}
      <Tabs value={chosen.tool} onChange={(next) => next !== null && onTool(next)} keepMounted={false}>
        <Tabs.List aria-label="What the agent may ask">
          {story.answers.map((one) => (
            <Tabs.Tab key={one.tool} value={one.tool} title={`${one.tool}: ${one.title}`}>
              {TOOL_LABELS[one.tool] ?? one.tool}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={chosen.tool} className="sides">
          <CardPanel answer={chosen} />
          <StoryPanel answer={chosen} story={story} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

const UNKNOWN = {
  unknown: 'Nobody known by that',
  ambiguous: 'More than one account',
  domain: 'Known by the e-mail’s domain alone',
} as const;

type WhoProps = Pick<Told, 'story' | 'byName'> & Pick<ToldProps, 'isOld'>;

function Who({ story: { customer, at, release }, byName, isOld }: WhoProps) {
  return (
    <div className="who" aria-live="polite">
      <Title order={2} size="h3">
        {customer.kind === 'known' ? customer.name : UNKNOWN[customer.kind]}
      </Title>
      <Text size="sm" c="dimmed">
        {customer.kind === 'known' ? <code>{customer.account}</code> : customer.words}
        {byName && ', found by its name (agents ask by id or e-mail address)'} · as of{' '}
        <time dateTime={at} title={at}>
          {moment(at)}
        </time>
        , release <code title={release}>{release.slice(0, 12)}</code> <Working isWorking={isOld} what="Asking again" />
      </Text>
      {customer.kind !== 'known' && (
        <Alert color="gray" variant="light" mt="xs">
          An agent can’t tell whether such a customer exists: it gets the same card for everybody whom it may not know.
        </Alert>
      )}
    </div>
  );
}
