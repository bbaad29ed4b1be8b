/** The card exactly as the agent gets it: drawn for people, and as the JSON that leaves. */
import { Alert, Paper, Text, Title } from '@mantine/core';
import type { ToolAnswer } from '../../src/admin/contract.ts';
import { factLabel } from '../format.ts';
import { ContactDetails } from './contact-details.tsx';
import { EscalationDetails } from './escalation-details.tsx';

export function CardPanel({ answer }: { readonly answer: ToolAnswer }) {
  return (
    <section aria-label="The card" className="side">
      <Title order={3} size="sm" c="dimmed" fw={600} mb="xs">
        The card that the agent gets
      </Title>
      <Paper withBorder p="md" className="card">
        <Drawn answer={answer} />
      </Paper>
      <Withheld answer={answer} />
      <details className="json" open>
        <summary>As it is sent</summary>
        <pre aria-label="The card as JSON">{JSON.stringify(answer.card, null, 2)}</pre>
      </details>
    </section>
  );
}

function Drawn({ answer: { card, assistantOnly } }: { readonly answer: ToolAnswer }) {
  if ('contact' in card) return <EscalationDetails card={card} />;
  if ('team' in card)
    return (
      <ul className="team" aria-label="The team">
        {card.team.map((contact) => (
          <li key={`${contact.role ?? ''} ${contact.name}`}>
            <ContactDetails contact={contact} isSmall />
          </li>
        ))}
      </ul>
    );
  return (
    <>
      <Text fz={28} fw={650} lh={1.2}>
        {card.status}
      </Text>
      {assistantOnly && (
        <Text size="sm" c="dimmed" mt="xs">
          For the agent’s own judgement: it is told not to repeat it.
        </Text>
      )}
    </>
  );
}

function Withheld({ answer: { withheld } }: { readonly answer: ToolAnswer }) {
  const byRow = withheld.filter(({ by }) => by === 'row').map(({ field }) => factLabel(field));
  const byAudience = withheld.filter(({ by }) => by === 'audience').map(({ field }) => factLabel(field));
  if (withheld.length === 0) return null;
  return (
    <Alert color="gray" variant="light" mt="sm" p="xs">
      <Text size="sm">
        Not on this card:{' '}
        {[
          ...(byRow.length === 0 ? [] : [`${byRow.join(', ')} (the row hides it)`]),
          ...(byAudience.length === 0 ? [] : [`${byAudience.join(', ')} (not for this audience)`]),
        ].join('; ')}
        .
      </Text>
    </Alert>
  );
}
