/** The script's sentences. Every name, link and time in them is taken from the tool's result and from nowhere else. */
import { z } from 'zod';
import type { Wish } from './scripted-understanding.ts';

const contact = z.object({
  kind: z.enum(['person', 'team']),
  name: z.string(),
  title: z.string().optional(),
  role: z.string().optional(),
  email: z.string().optional(),
  booking_link: z.string().optional(),
});

const contactCard = z.object({
  contact,
  availability: z.object({
    status: z.enum(['available', 'off_hours']),
    next_available: z.iso.datetime({ offset: true }).optional(),
    timezone: z.string(),
  }),
  reason: z.object({ message: z.string() }),
});

const teamCard = z.object({ team: z.array(contact).min(1) });

type Contact = z.infer<typeof contact>;
type ContactCard = z.infer<typeof contactCard>;

/** The answer to a tool's result, given as its JSON text. */
export function wordAnswer(result: string, wish: Wish): string {
  const given = parsed(result);
  const card = contactCard.safeParse(given);
  if (card.success) return wordContact(card.data, wish);
  const team = teamCard.safeParse(given);
  if (team.success) return wordTeam(team.data.team);
  return 'I am sorry, I could not find out who the right person for you is just now. Please try again in a moment.';
}

export function wordNoTool(): string {
  return 'I am sorry, that is beyond me, and I have no way to find out who could help you.';
}

export function smallTalk(thanks: boolean): string {
  return thanks ? 'You are very welcome. Is there anything else?' : 'Hello! How can I help you?';
}

function wordContact({ contact: who, availability, reason }: ContactCard, wish: Wish): string {
  const lead =
    wish.kind === 'person'
      ? 'Of course, I am glad to bring in a person.'
      : 'That is a question for a person, and I know whom to ask.';
  return [lead, introduction(who, reason.message), presence(availability), wayTo(who)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function introduction({ kind, name, title }: Contact, why: string): string {
  const because = lowerFirst(why).replace(/\.$/, '');
  if (kind === 'team') return `${name} will look after you: ${because}.`;
  return `Let me introduce ${title === undefined ? name : `${name}, ${title}`}: ${because}.`;
}

function presence({ status, next_available, timezone }: ContactCard['availability']): string {
  if (status === 'available') return 'They are available right now.';
  if (next_available === undefined) return 'They are out of office hours at the moment.';
  return `They are out of office hours at the moment, and available again on ${localTime(next_available, timezone)}.`;
}

function wayTo({ booking_link, email }: Contact): string {
  if (booking_link !== undefined) return `You can book a time that suits you here: ${booking_link}`;
  return email === undefined ? '' : `You can write to ${email}`;
}

function wordTeam(team: readonly Contact[]): string {
  const lines = team.map((one) => {
    const titled = one.title === undefined ? one.name : `${one.name}, ${one.title}`;
    const reach = one.booking_link ?? one.email;
    return `- ${titled}${reach === undefined ? '' : `: ${reach}`}`;
  });
  return ['These are the people who look after you:', ...lines].join('\n');
}

/** In the contact's own time zone, which is named: the script can't know the customer's. */
function localTime(instant: string, timeZone: string): string {
  const parts = { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' } as const;
  const told = new Intl.DateTimeFormat('en-GB', { ...parts, timeZone }).format(new Date(instant));
  return `${told} (${timeZone} time)`;
}

/** "Your Success Manager" within a sentence; "VIP desk" stays. */
function lowerFirst(message: string): string {
  return /^\p{Lu}[\p{Ll}\s]/u.test(message) ? message.charAt(0).toLowerCase() + message.slice(1) : message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // an error's sentence is no card, and is worded as such
  }
}
