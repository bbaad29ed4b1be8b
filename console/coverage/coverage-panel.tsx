/** Who would answer for each account of the company, at a glance; each number opens the accounts behind it. */
import { Button, Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Coverage } from '../../src/admin/contract.ts';
import { accounts, moment } from '../format.ts';
import { coverageQuery } from '../queries.ts';
import { Trouble, Waiting, Working } from '../states.tsx';
import { AccountList } from './account-list.tsx';
import { CoverageParts } from './coverage-parts.tsx';
import { OutcomeBar } from './outcome-bar.tsx';

type Props = {
  readonly at: string | null;
  readonly list: string | undefined;
  readonly onList: (list: string | undefined) => void;
  readonly onAccount: (account: string) => void;
};

export function CoveragePanel({ at, list, onList, onAccount }: Props) {
  const query = useQuery(coverageQuery(at));
  const { data, error } = query;
  const coverage = data?.kind === 'looked' ? data : data?.kind === 'looking' ? data.before : null;
  return (
    <aside className="coverage" aria-label="Coverage">
      <Paper withBorder p="md">
        <Title order={2} size="h4">
          Coverage
        </Title>
        {error !== null && <Trouble error={error} onAgain={() => void query.refetch()} />}
        {data?.kind === 'nothing_imported' && (
          <Text size="sm" c="dimmed">
            Nothing was imported yet: every customer gets the fallback. Run <code>concierge import</code>.
          </Text>
        )}
        {data?.kind === 'looking' && (
          <Working isWorking what={`Looking at every account: ${accounts(data.accounts)} so far`} />
        )}
        {coverage === null ? (
          error === null && data === undefined && <Waiting what="the coverage" lines={8} />
        ) : (
          <Looked coverage={coverage} onList={onList} />
        )}
      </Paper>
      {coverage !== null && (
        <AccountList coverage={coverage} list={list} onClose={() => onList(undefined)} onAccount={onAccount} />
      )}
    </aside>
  );
}

function Looked({ coverage, onList }: { readonly coverage: Coverage; readonly onList: (list: string) => void }) {
  const { report } = coverage;
  if (report.all.accounts === 0) return <Text size="sm">The directory holds no account.</Text>;
  return (
    <>
      <Text size="xs" c="dimmed">
        Whom each of {accounts(report.all.accounts)} would meet with a plain question, live, as of{' '}
        <time dateTime={report.at} title={report.at}>
          {moment(report.at)}
        </time>
      </Text>
      <OutcomeBar coverage={coverage} onList={onList} />
      <CoverageParts coverage={coverage} onList={onList} />
      <Button size="compact-xs" variant="subtle" onClick={() => onList('')}>
        List all accounts
      </Button>
    </>
  );
}
