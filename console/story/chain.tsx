/** Who was asked in which order, and what came of each. */
import { Text, Title } from '@mantine/core';
import type { Candidate } from '../../src/admin/contract.ts';
import { day, linkLabel } from '../format.ts';

export function Chain({ candidates }: { readonly candidates: readonly Candidate[] }) {
  if (candidates.length === 0) return null;
  return (
    <div className="block">
      <Title order={4} size="sm">
        Who was asked
      </Title>
      <ol className="chain">
        {candidates.map((candidate, index) => (
          <li key={index} className={candidate.chosen ? 'chosen' : 'passed'}>
            <span className="mark" aria-hidden>
              {candidate.chosen ? '✓' : '–'}
            </span>
            <Text size="sm">
              <Text span size="xs" c="dimmed" className="link">
                {linkLabel(candidate.link)}
              </Text>
              {candidate.who !== null && <strong>{candidate.who} </strong>}
              <Verdict candidate={candidate} />
            </Text>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Verdict({ candidate: { words, away, chosen } }: { readonly candidate: Candidate }) {
  if (chosen) return <>is named</>;
  if (away === null) return <>{words}</>;
  return (
    <>
      {words} {away.until === null ? 'with no end known' : `until ${day(away.until)}`}
      {away.deputy !== null && ` (deputy: ${away.deputy})`}
    </>
  );
}
