/** What a draft does to the answer, or why it can't be asked. */
import { Alert, List, Text } from '@mantine/core';
import type { Card } from '../../src/card/contract.ts';
import type { DraftProblem, Story } from '../../src/admin/contract.ts';

type NoteProps = { readonly draft: Story; readonly live: Story; readonly tool: string };

export function DraftNote({ draft, live, tool }: NoteProps) {
  if (draft.release === live.release)
    return (
      <Alert color="gray" variant="light" title="The draft is what is live">
        The workspace’s folder holds nothing that isn’t served already.
      </Alert>
    );
  const [now, then] = [live, draft].map(({ answers }) => answers.find((one) => one.tool === tool));
  if (now === undefined)
    return <Alert color="yellow" variant="light" title="Live agents can’t ask this: the draft gives them this tool" />;
  if (then !== undefined && said(now.card) === said(then.card))
    return (
      <Alert color="gray" variant="light" title="The draft answers this customer the same">
        {now.fired?.row === then.fired?.row
          ? 'Other customers may meet somebody else: `concierge simulate` tells who.'
          : `By another row: ${then.fired?.row ?? 'none'} in place of ${now.fired?.row ?? 'none'}.`}
      </Alert>
    );
  return (
    <Alert color="yellow" variant="light" title="The draft changes this answer">
      Live, they get <strong>{summary(now.card)}</strong>, by the row <code>{now.fired?.row ?? '(none)'}</code>.
    </Alert>
  );
}

/** What the agent learns; as of when a release is live is no change of it. */
function said({ as_of: _asOf, ...card }: Card): string {
  return JSON.stringify(card);
}

function summary(card: Card): string {
  if ('contact' in card) return `${card.contact.name} (“${card.reason.message}”)`;
  if ('team' in card) return card.team.map(({ name }) => name).join(', ');
  return card.status;
}

export function DraftProblems({ problems }: { readonly problems: readonly DraftProblem[] }) {
  return (
    <Alert color="red" variant="light" role="alert" title="The draft can’t be asked as it stands">
      <Text size="sm">Live answers go on as before. Mend these in the workspace’s folder, then ask again:</Text>
      <List size="sm" spacing="xs" mt="xs" className="problems">
        {problems.map(({ severity, file, line, column, message, mend }) => (
          <List.Item key={`${file}:${line}:${column} ${message}`}>
            <code>
              {file}:{line}:{column}
            </code>{' '}
            {severity === 'warning' ? 'Warning: ' : ''}
            {message} {mend}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
