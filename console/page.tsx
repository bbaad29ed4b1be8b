/** The page: a question, whom the customer would meet and why, and beside it how the whole company is covered. */
import { Alert, Anchor, Badge, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { AskReply, Question } from '../src/admin/contract.ts';
import type { Address } from './address.ts';
import { addressOf, leftOut, questionIn, readAddress } from './address.ts';
import { Answer } from './answer/answer.tsx';
import { QuestionForm } from './ask/question-form.tsx';
import { CoveragePanel } from './coverage/coverage-panel.tsx';
import { moment } from './format.ts';
import icon from './icon.svg';
import { aboutQuery, askQuery } from './queries.ts';
import { Trouble, Waiting } from './states.tsx';

export function Page() {
  // The router lays what is read over what is written, so that what can't be read is still in there.
  const written = useSearch({ strict: false });
  const address = readAddress(written);
  const navigate = useNavigate();
  const about = useQuery(aboutQuery);
  const question = questionIn(address);
  const asked = useQuery(askQuery(question, about.data?.release.id));
  const { refetch: lookAgain } = about;
  const [named, answeredBy] = [about.data?.release.id, liveRelease(asked.data)];
  // The head names another release than the one that answered: one has gone live since it was looked at.
  useEffect(() => {
    if (answeredBy !== null && answeredBy !== named) void lookAgain();
  }, [named, answeredBy, lookAgain]);

  const show = (next: Address): void => void navigate({ to: '/', search: next });
  const ask = (next: Question): void => {
    const { tool } = address;
    const told = addressOf(next);
    // The same question again is asked again: it may be another moment, or another draft.
    if (question !== null && JSON.stringify(addressOf(question)) === JSON.stringify(told)) void asked.refetch();
    else show(tool === undefined ? told : { ...told, tool });
  };

  if (about.data === undefined)
    return (
      <main className="lone">
        {about.error === null ? <Waiting what="the page" /> : <Trouble error={about.error} />}
      </main>
    );
  const { company, release, topics } = about.data;
  const reply = asked.data;
  const allTopics = [...new Set([...topics, ...(reply?.kind === 'told' ? reply.topics : [])])];
  return (
    <>
      <Anchor className="skip" href="#answer" onClick={skipTo('answer')}>
        Skip to the answer
      </Anchor>
      <header className="top">
        <span className="brand">
          <img src={icon} alt="" width={22} height={22} />
          <Text fw={650}>{company}</Text>
          <Text c="dimmed">Concierge</Text>
        </span>
        <Badge variant="light" tt="none" fw={500} title={`Release ${release.id}, live since ${moment(release.at)}`}>
          {release.number === null ? `Live release ${release.id.slice(0, 12)}` : `Release ${release.number}`}
        </Badge>
      </header>
      <div className="columns">
        <main className="main">
          <Title order={1} className="question">
            Who would they meet?
          </Title>
          <LeftOut parts={leftOut(written)} />
          <QuestionForm
            about={{ ...about.data, topics: allTopics }}
            question={question}
            isAsking={asked.isFetching}
            onAsk={ask}
          />
          <Answer
            about={about.data}
            question={question}
            asked={asked}
            tool={address.tool}
            onTool={(tool) => show({ ...address, tool })}
            onAsk={ask}
          />
        </main>
        <CoveragePanel
          at={address.at ?? null}
          list={address.list}
          onList={(list) => show(list === undefined ? withoutList(address) : { ...address, list })}
          onAccount={(account) => ask({ ...(question ?? PLAIN), customer: account, verified: true })}
        />
      </div>
    </>
  );
}

/** The release that was live when it was answered. */
function liveRelease(reply: AskReply | null | undefined): string | null {
  if (reply?.kind !== 'told') return null;
  return (reply.live ?? reply.story).release;
}

function LeftOut({ parts }: { readonly parts: readonly string[] }) {
  if (parts.length === 0) return null;
  return (
    <Alert color="gray" variant="light" mb="md" title="Not all of the address can be read">
      <Text size="sm">
        Left out: <code className="unread">{parts.join(', ')}</code>.{' '}
        {parts.some((part) => part.startsWith('at=')) && (
          <>
            A moment is written like <code>2026-12-24T10:00</code>.
          </>
        )}
      </Text>
    </Alert>
  );
}

/** As the coverage asks: nothing in particular. */
const PLAIN: Question = {
  customer: '',
  verified: true,
  topic: null,
  language: null,
  urgency: 'normal',
  audience: 'customers',
  at: null,
  rules: 'live',
};

function withoutList({ list: _list, ...rest }: Address): Address {
  return rest;
}

/** The address after `#` is the question's: a link within the page moves the focus instead. */
function skipTo(id: string): (event: { readonly preventDefault: () => void }) => void {
  return (event) => {
    event.preventDefault();
    document.querySelector<HTMLElement>(`#${id}`)?.focus();
  };
}
