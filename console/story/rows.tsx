/** Which rows were tried, why each was passed over, and the one that fired. */
import { Text, Title } from '@mantine/core';
import type { StoryRow } from '../../src/admin/contract.ts';
import { factLabel } from '../format.ts';

export function Rows({ title, rows }: { readonly title: string; readonly rows: readonly StoryRow[] }) {
  if (rows.length === 0) return null;
  return (
    <div className="block">
      <Title order={4} size="sm">
        {title}
      </Title>
      <ol className="rows">
        {rows.map(({ row, fired, failed }) => (
          <li key={row} className={fired ? 'chosen' : 'passed'}>
            <span className="mark" aria-hidden>
              {fired ? '✓' : '–'}
            </span>
            <Text size="sm">
              <strong>{row}</strong>{' '}
              {fired ? (
                'fired'
              ) : failed === null ? (
                'passed over'
              ) : (
                <Text span c="dimmed" size="sm" title={failed.fact}>
                  {factLabel(failed.fact)} is {failed.value}, wanted <code>{failed.wanted}</code>
                </Text>
              )}
            </Text>
          </li>
        ))}
      </ol>
    </div>
  );
}
