/** The question, as an agent would put it. Enter asks. */
import { Button, NativeSelect, SegmentedControl, Switch, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { About, Question } from '../../src/admin/contract.ts';
import type { Audience, Urgency } from '../../src/facts/frame.ts';
import { VIEWER_ZONE } from '../format.ts';
import { CustomerField } from './customer-field.tsx';
import { fromLocal, toLocal } from './local-moment.ts';

type Props = {
  readonly about: About;
  /** What was asked last; null: nothing yet. */
  readonly question: Question | null;
  readonly isAsking: boolean;
  readonly onAsk: (question: Question) => void;
};

const NEW: Question = {
  customer: '',
  verified: true,
  topic: null,
  language: null,
  urgency: 'normal',
  audience: 'customers',
  at: null,
  rules: 'live',
};

const RULES = [
  { value: 'live', label: 'Live rules' },
  { value: 'draft', label: 'Draft' },
];

export function QuestionForm({ about, question, isAsking, onAsk }: Props) {
  const [asking, setAsking] = useState<Question>(question ?? NEW);
  const [asked, setAsked] = useState(JSON.stringify(question));
  // The address may change without the form: somebody goes back, or chooses an account of a list.
  if (asked !== JSON.stringify(question)) {
    setAsked(JSON.stringify(question));
    setAsking(question ?? NEW);
  }
  const [isMissing, setMissing] = useState(false);
  const change = (part: Partial<Question>): void => setAsking((before) => ({ ...before, ...part }));
  const submit = (next: Question): void => {
    setMissing(next.customer.trim() === '');
    if (next.customer.trim() !== '') onAsk({ ...next, customer: next.customer.trim() });
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    submit(asking);
  };
  return (
    <form className="form" onSubmit={onSubmit} noValidate aria-label="The question">
      <CustomerField
        value={asking.customer}
        error={isMissing ? 'Say which customer you mean.' : null}
        onChange={(customer) => change({ customer })}
        onChoose={(customer) => submit({ ...asking, customer })}
      />
      <Button type="submit" className="ask" loading={isAsking} loaderProps={{ type: 'dots' }}>
        Ask
      </Button>
      <div className="details">
        <Choice
          label="Topic"
          value={asking.topic ?? ''}
          options={[['', 'Any'], ...about.topics.map(same)]}
          onChange={(topic) => change({ topic: topic === '' ? null : topic })}
        />
        <Choice
          label="Language"
          value={asking.language ?? ''}
          options={[['', 'Not said'], ...languages(about, asking).map(same)]}
          onChange={(language) => change({ language: language === '' ? null : language })}
        />
        <Choice
          label="Urgency"
          value={asking.urgency}
          options={['normal', 'urgent'].map(same)}
          onChange={(urgency) => change({ urgency: urgency as Urgency })}
        />
        <Choice
          label="Agent for"
          value={asking.audience}
          options={about.audiences.map(same)}
          onChange={(audience) => change({ audience: audience as Audience })}
        />
        <TextInput
          label="Moment"
          description={`empty: now · ${VIEWER_ZONE}`}
          inputWrapperOrder={['label', 'input', 'description']}
          type="datetime-local"
          className="moment"
          value={toLocal(asking.at)}
          onChange={({ currentTarget }) => change({ at: fromLocal(currentTarget.value) })}
        />
      </div>
      <div className="switches">
        <Switch
          label="The chat platform has verified the customer"
          checked={asking.verified}
          onChange={({ currentTarget }) => change({ verified: currentTarget.checked })}
        />
        <SegmentedControl
          aria-label="Which rules are asked"
          data={RULES}
          value={asking.rules}
          onChange={(rules) => {
            const next = { ...asking, rules: rules === 'draft' ? ('draft' as const) : ('live' as const) };
            setAsking(next);
            if (next.customer.trim() !== '') submit(next);
          }}
        />
      </div>
    </form>
  );
}

type Option = readonly [value: string, label: string];

const same = (value: string): Option => [value, value];

/** One that came by the address is one to choose, too. */
function languages(about: About, { language }: Question): readonly string[] {
  return [...new Set([...about.languages, ...(language === null ? [] : [language])])];
}

type ChoiceProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
};

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <NativeSelect
      label={label}
      value={value}
      data={options.map(([of, text]) => ({ value: of, label: text }))}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
