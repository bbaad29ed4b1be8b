/** One contact of a card: a person with a picture, or a team. Only what the card holds. */
import { Anchor, Avatar, Badge, Text } from '@mantine/core';
import type { ContactCard } from '../../src/card/contract.ts';
import { initials } from '../format.ts';

type Props = { readonly contact: ContactCard; readonly isSmall?: boolean };

export function ContactDetails({ contact, isSmall = false }: Props) {
  const { kind, name, title, role, email, booking_link: booking, headshot_url: picture } = contact;
  return (
    <div className="contact">
      <Avatar
        src={picture ?? null}
        alt=""
        size={isSmall ? 44 : 56}
        radius="xl"
        color="cyan"
        imageProps={{ referrerPolicy: 'no-referrer' }}
      >
        {initials(name)}
      </Avatar>
      <div className="contact-words">
        <Text fz={isSmall ? 16 : 22} fw={650} lh={1.25}>
          {name}
        </Text>
        <Text component="div" size="sm" c="dimmed" className="title">
          {title ?? (kind === 'team' ? 'Team' : '')}
          {role !== undefined && (
            <Badge size="sm" variant="light" tt="none">
              {role}
            </Badge>
          )}
        </Text>
        <Text size="sm" className="links">
          {email !== undefined && <Anchor href={`mailto:${email}`}>{email}</Anchor>}
          {booking !== undefined && (
            <Anchor href={booking} target="_blank" rel="noreferrer noopener">
              Book a time
            </Anchor>
          )}
        </Text>
      </div>
    </div>
  );
}
