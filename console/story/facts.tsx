/** What was known: each fact with its value, where it comes from and how old it is, and what other systems say instead. */
import { Button, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { StoryFact } from '../../src/admin/contract.ts';
import { age, factLabel, moment } from '../format.ts';

export function Facts({ facts, at }: { readonly facts: readonly StoryFact[]; readonly at: string }) {
  const [isWhole, setWhole] = useState(false);
  const empty = facts.filter(isEmpty);
  const told = isWhole ? facts : facts.filter((fact) => !isEmpty(fact));
  // What is known of the account before what the call said itself.
  const ordered = told.toSorted((one, other) => Number(one.origin === 'asked') - Number(other.origin === 'asked'));
  if (facts.length === 0) return null;
  return (
    <div className="block">
      <Title order={4} size="sm">
        What was known
      </Title>
      <table className="facts">
        <thead>
          <tr>
            <th scope="col">Fact</th>
            <th scope="col">Value</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {ordered.map((fact) => (
            <Fact key={fact.name} fact={fact} nowMs={Date.parse(at)} />
          ))}
        </tbody>
      </table>
      {empty.length > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => setWhole(!isWhole)} aria-expanded={isWhole}>
          {isWhole ? 'Hide those without a value' : `Show ${empty.length} without a value`}
        </Button>
      )}
    </div>
  );
}

function isEmpty({ value, tooOld }: StoryFact): boolean {
  return value === null && tooOld === null;
}

function Fact({
  fact: { name, value, tooOld, origin, source, conflicts },
  nowMs,
}: {
  readonly fact: StoryFact;
  readonly nowMs: number;
}) {
  return (
    <tr>
      <th scope="row" title={name}>
        {factLabel(name)}
      </th>
      <td>
        {tooOld === null ? shown(value) : 'missing'}
        {tooOld !== null && (
          <Text size="xs" c="dimmed">
            too old to count; it was {shown(tooOld)}
          </Text>
        )}
        {conflicts.map((other) => (
          <Text key={`${other.source} ${other.record}`} size="xs" className="conflict" title={other.record}>
            {other.source} says {shown(other.value)}
          </Text>
        ))}
      </td>
      <td>
        {source === null ? (
          <Text span size="xs" c="dimmed">
            {ORIGINS[origin]}
          </Text>
        ) : (
          <>
            {source.source} ·{' '}
            <Text span size="sm" c="dimmed">
              <time dateTime={source.asOf} title={moment(source.asOf)}>
                {age(source.asOf, nowMs)}
              </time>
            </Text>
            <Text size="xs" c="dimmed">
              {source.record}
            </Text>
          </>
        )}
      </td>
    </tr>
  );
}

const ORIGINS: Readonly<Record<StoryFact['origin'], string>> = {
  asked: 'the call',
  derived: 'worked out',
  unfilled: 'no source says it',
  source: '',
};

function shown(value: StoryFact['value']): string {
  if (value === null) return '—';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? value.toLocaleString('en-US') : value;
}
