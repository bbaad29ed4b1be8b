/** Why this card: whom the chain came to, the row that fired, the facts that it read. */
import { Text, Title } from '@mantine/core';
import type { Story, ToolAnswer } from '../../src/admin/contract.ts';
import { Chain } from './chain.tsx';
import { Facts } from './facts.tsx';
import { Rows } from './rows.tsx';

export function StoryPanel({ answer, story }: { readonly answer: ToolAnswer; readonly story: Story }) {
  return (
    <section aria-label="The story behind it" className="side">
      <Title order={3} size="sm" c="dimmed" fw={600} mb="xs">
        The story behind it
      </Title>
      {story.customer.kind === 'known' ? (
        <>
          <Summary answer={answer} />
          <Chain candidates={answer.candidates} />
          <Rows title="Rows, from the top" rows={answer.rows} />
          {answer.healthRows.length > 0 && <Rows title="Health rows, from the top" rows={answer.healthRows} />}
          <Facts facts={answer.facts} at={story.at} />
        </>
      ) : (
        <Text size="sm">Nothing of any account was read and no row was tried: the fallback answers.</Text>
      )}
    </section>
  );
}

function Summary({ answer: { fired, healthRows, candidates, tool } }: { readonly answer: ToolAnswer }) {
  if (tool === 'get_account_health') {
    const row = healthRows.find((one) => one.fired)?.row;
    return (
      <Text size="sm" mb="md">
        {row === undefined ? 'No health row fits this account.' : 'The health row that fired: '}
        {row !== undefined && <strong>{row}</strong>}
      </Text>
    );
  }
  if (fired === null)
    return (
      <Text size="sm" mb="md">
        No row fits this customer, so the fallback answers.
      </Text>
    );
  const who = candidates.findLast((one) => one.chosen)?.who ?? null;
  return (
    <Text size="sm" mb="md">
      The row <strong>{fired.row}</strong> fired. It routes to <code>{fired.route.join(' → ')}</code>
      {fired.skipsClosed && ', passing over whoever is closed'}
      {fired.contactOnly && ', and names nobody else of the account’s team'}.
      {who !== null && tool === 'get_escalation_contact' && (
        <>
          {' '}
          That came to <strong>{who}</strong>.
        </>
      )}
    </Text>
  );
}
