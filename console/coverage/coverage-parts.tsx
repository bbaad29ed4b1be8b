/** The same, part by part: by tier, by cause, by row; and who still holds accounts although nobody may be sent to them. */
import { Text, Title, UnstyledButton } from '@mantine/core';
import type { Coverage } from '../../src/admin/contract.ts';
import { count, worth } from '../format.ts';
import { Bar } from './outcome-bar.tsx';

type Props = { readonly coverage: Coverage; readonly onList: (list: string) => void };
type Line = {
  readonly key: string;
  readonly label: string;
  readonly note?: string;
  readonly accounts: number;
  readonly value: number | null;
  readonly outcomes?: Coverage['report']['all']['outcomes'];
};

export function CoverageParts({ coverage: { report, labels }, onList }: Props) {
  const groups = report.groups.map((part) => ({
    ...part,
    key: `group=${part.group ?? ''}`,
    label: part.group ?? '(none)',
  }));
  const causes = report.causes.map(({ outcomes: _outcomes, ...part }) => ({
    ...part,
    key: `cause=${part.cause}`,
    label: labels.causes[part.cause],
  }));
  const stale = report.staleOwners.map((one) => ({
    ...one,
    key: `holder=${one.person}`,
    label: one.name,
    note: labels.causes[one.why],
  }));
  const rows = report.rows
    .filter((part) => part.accounts > 0)
    .map((part) => ({ ...part, key: `row=${part.row}`, label: part.row }));
  const shared = { isMoney: labels.isMoney, onList };
  return (
    <>
      {labels.by !== null && <Part title={`By ${labels.by}`} lines={groups} {...shared} />}
      <Part title="Why not the owner" lines={causes} {...shared} />
      <Part title="Stale owners" lines={stale} {...shared} />
      <Part title="By row" lines={rows} {...shared} />
    </>
  );
}

/** The rest is told by `concierge coverage`. */
const MAX_LINES = 12;

type PartProps = {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly isMoney: boolean;
  readonly onList: (list: string) => void;
};

function Part({ title, lines, isMoney, onList }: PartProps) {
  if (lines.length === 0) return null;
  return (
    <details className="part" open={title !== 'By row'}>
      <summary>
        <Title order={3} size="xs">
          {title}
        </Title>
      </summary>
      <ul className="lines">
        {lines.slice(0, MAX_LINES).map(({ key, label, note, accounts, value, outcomes }) => (
          <li key={key}>
            <UnstyledButton className="line" onClick={() => onList(key)}>
              <Text span size="sm" className="what">
                {label}
                {note !== undefined && (
                  <Text span size="xs" c="dimmed">
                    {' '}
                    {note}
                  </Text>
                )}
              </Text>
              {outcomes !== undefined && <Bar outcomes={outcomes} whole={accounts} height={8} />}
              <Text span size="sm" className="figure">
                {count(accounts)}
              </Text>
              <Text span size="xs" c="dimmed" className="amount">
                {worth(value, isMoney)}
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {lines.length > MAX_LINES && (
        <Text size="xs" c="dimmed">
          and {count(lines.length - MAX_LINES)} more, in <code>concierge coverage --json</code>
        </Text>
      )}
    </details>
  );
}
