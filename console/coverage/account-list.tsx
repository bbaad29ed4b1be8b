/** The accounts behind a number: page by page, those worth the most first. Each leads to its own story. */
import { Anchor, Button, Drawer, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Coverage, ListedAccount } from '../../src/admin/contract.ts';
import { accounts, worth } from '../format.ts';
import { accountsQuery } from '../queries.ts';
import { Trouble, Waiting } from '../states.tsx';
import { filterOf, listTitle } from './lists.ts';
import { colourOf } from './outcomes.ts';

type Props = {
  readonly coverage: Coverage;
  readonly list: string | undefined;
  readonly onClose: () => void;
  readonly onAccount: (account: string) => void;
};

export function AccountList({ coverage, list, onClose, onAccount }: Props) {
  const [hasChosen, setChosen] = useState(false);
  const choose = (account: string): void => {
    setChosen(true);
    onAccount(account);
  };
  /** On a small screen the answer is far away. */
  const goToAnswer = (): void => {
    if (hasChosen) document.querySelector<HTMLElement>('#answer')?.focus();
    setChosen(false);
  };
  return (
    <Drawer.Root
      opened={list !== undefined}
      onClose={onClose}
      returnFocus={!hasChosen}
      onExitTransitionEnd={goToAnswer}
      position="right"
      size="lg"
      // Its way of keeping the page still is a style that the page's policy refuses.
      lockScroll={false}
    >
      <Drawer.Overlay />
      <Drawer.Content>
        <div className="list-head">
          <Drawer.Title>{list === undefined ? '' : listTitle(list, coverage)}</Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </div>
        <Drawer.Body>
          {list !== undefined && <Pages key={list} coverage={coverage} list={list} onAccount={choose} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

type PagesProps = Pick<Props, 'coverage' | 'onAccount'> & { readonly list: string };

function Pages({ coverage, list, onAccount }: PagesProps) {
  const [page, setPage] = useState(0);
  const { release, at } = coverage.report;
  const query = useQuery(accountsQuery({ ...filterOf(list), at, page }, release));
  if (query.error !== null) return <Trouble error={query.error} onAgain={() => void query.refetch()} />;
  if (query.data === undefined) return <Waiting what="the accounts" lines={8} />;
  const { accounts: all, pages, listed } = query.data;
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm" role="status">
        {accounts(all)}
        {pages > 1 && `, page ${page + 1} of ${pages.toLocaleString('en-US')}`}
      </Text>
      <ul className="listed">
        {listed.map((one) => (
          <Listed key={one.account} one={one} coverage={coverage} onAccount={onAccount} />
        ))}
      </ul>
      {pages > 1 && (
        <div className="turn">
          <Button variant="default" size="xs" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Before
          </Button>
          <Button variant="default" size="xs" disabled={page + 1 >= pages} onClick={() => setPage(page + 1)}>
            Next
          </Button>
        </div>
      )}
    </>
  );
}

type ListedProps = Pick<Props, 'coverage' | 'onAccount'> & { readonly one: ListedAccount };

function Listed({ one, coverage: { labels }, onAccount }: ListedProps) {
  const { account, name, group, value, row, outcome, cause, contact, owner } = one;
  const aside = [group, value === null ? null : `${worth(value, labels.isMoney)} ${labels.value ?? ''}`, row];
  return (
    <li>
      <Anchor component="button" type="button" fw={600} onClick={() => onAccount(account)}>
        {name === '' ? account : name}
      </Anchor>
      <Text size="xs" c="dimmed">
        {aside.filter((part) => part !== null).join(' · ')}
      </Text>
      <Text size="sm">
        <span className="swatch" style={{ background: colourOf(outcome) }} aria-hidden /> meets {contact}
        {cause !== null && (
          <Text span size="sm" c="dimmed">
            {owner === null ? ` (${labels.causes[cause]})` : `, not ${owner} (${labels.causes[cause]})`}
          </Text>
        )}
      </Text>
    </li>
  );
}
