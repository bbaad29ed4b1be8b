/** Whom to route to: the contact, when they are there, and the reason that may be told. */
import { Text } from '@mantine/core';
import type { EscalationCard } from '../../src/card/contract.ts';
import { moment, momentIn, VIEWER_ZONE } from '../format.ts';
import { ContactDetails } from './contact-details.tsx';

export function EscalationDetails({ card: { contact, availability, reason } }: { readonly card: EscalationCard }) {
  const { status, next_available: next, timezone } = availability;
  return (
    <>
      <ContactDetails contact={contact} />
      <blockquote className="reason">
        <Text fw={500}>“{reason.message}”</Text>
        <Text size="xs" c="dimmed">
          the reason that may be told · <code>{reason.code}</code>
        </Text>
      </blockquote>
      <div className="availability">
        <span className={status === 'available' ? 'dot there' : 'dot'} aria-hidden />
        <Text size="sm">
          {status === 'available' ? 'At work at that moment' : 'Outside working hours'}
          {next !== undefined && (
            <>
              , back{' '}
              <time dateTime={next} title={`${next}, in ${VIEWER_ZONE} ${moment(next)}`}>
                {momentIn(next, timezone)}
              </time>
            </>
          )}{' '}
          <Text span c="dimmed" size="xs">
            ({timezone})
          </Text>
        </Text>
      </div>
    </>
  );
}
