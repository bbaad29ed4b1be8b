/** All accounts as one bar, and below it each outcome in words and numbers. */
import { Text, UnstyledButton } from '@mantine/core';
import type { Coverage } from '../../src/admin/contract.ts';
import { count, percent, worth } from '../format.ts';
import type { Outcome } from '../../src/coverage/outcome.ts';
import { colourOf, OUTCOMES } from './outcomes.ts';

type Props = { readonly coverage: Coverage; readonly onList: (list: string) => void };
type Parts = Readonly<Record<Outcome, { readonly accounts: number; readonly share: number }>>;

/** `whole`: how many accounts fill it. Said in words elsewhere. */
export function Bar({
  outcomes,
  whole,
  height,
}: {
  readonly outcomes: Parts;
  readonly whole: number;
  readonly height: number;
}) {
  return (
    <span className="bar" style={{ height }} aria-hidden>
      {OUTCOMES.filter((outcome) => outcomes[outcome].accounts > 0).map((outcome) => (
        <span
          key={outcome}
          style={{ background: colourOf(outcome), width: `${(outcomes[outcome].accounts / whole) * 100}%` }}
        />
      ))}
    </span>
  );
}

export function OutcomeBar({ coverage: { report, labels }, onList }: Props) {
  const { all } = report;
  return (
    <>
      <Bar outcomes={all.outcomes} whole={all.accounts} height={14} />
      <ul className="numbers" aria-label="Who would answer">
        {OUTCOMES.map((outcome) => {
          const { accounts, share, value, valueShare } = all.outcomes[outcome];
          return (
            <li key={outcome}>
              <UnstyledButton className="number" disabled={accounts === 0} onClick={() => onList(`outcome=${outcome}`)}>
                <span className="swatch" style={{ background: colourOf(outcome) }} aria-hidden />
                <Text span size="sm" className="what">
                  {labels.outcomes[outcome]}
                </Text>
                <Text span size="sm" fw={600} className="figure">
                  {percent(share)}
                </Text>
                <Text span size="xs" c="dimmed" className="more">
                  {count(accounts)}
                  {value !== null && ` · ${worth(value, labels.isMoney)} ${labels.value ?? ''}`}
                  {valueShare !== null && ` (${percent(valueShare)})`}
                </Text>
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
    </>
  );
}
