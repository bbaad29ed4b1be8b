/** A name that several accounts have: which of them is meant is asked, never guessed. */
import { Button, Stack, Text, Title } from '@mantine/core';
import type { NamedAccount } from '../../src/admin/contract.ts';

type Props = {
  readonly name: string;
  readonly accounts: readonly NamedAccount[];
  /** Else there are further ones. */
  readonly isAll: boolean;
  readonly onChoose: (account: string) => void;
};

export function Which({ name, accounts, isAll, onChoose }: Props) {
  return (
    <Stack gap="xs" align="flex-start" className="beginning" aria-live="polite">
      <Title order={2} size="h3">
        Which “{name}”?
      </Title>
      <Text c="dimmed">
        {isAll
          ? 'Choose one of these accounts.'
          : 'Choose one of these accounts, or write more of the name: there are others.'}
      </Text>
      {accounts.map(({ account, name: full, group }) => (
        <Button key={account} variant="default" className="example" onClick={() => onChoose(account)}>
          {full}
          <Text span size="xs" c="dimmed" ml="xs">
            {[group, account].filter((part) => part !== null).join(' · ')}
          </Text>
        </Button>
      ))}
    </Stack>
  );
}
