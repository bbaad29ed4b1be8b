/**
 * The closed contract of `cx_concierge`: every field that can leave, by tool. A field that is not here can't leave.
 * Wire names; the order is the order on the wire.
 */
import type { HealthStatus } from '../guardrails/table.ts';
import type { Instant, TimeZone } from '../base/clock.ts';

export const CONTACT_FIELDS = ['kind', 'name', 'title', 'role', 'email', 'booking_link', 'headshot_url'] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];

/** Fields that a service may leave out for an audience. `kind`, `name` and `email` make a contact and always stay. */
export type OptionalContactField = Exclude<ContactField, 'kind' | 'name' | 'email'>;

export type ContactCard = {
  readonly kind: 'person' | 'team';
  readonly name: string;
  readonly title?: string;
  readonly role?: string;
  readonly email?: string;
  readonly booking_link?: string;
  readonly headshot_url?: string;
};

export type AvailabilityCard = {
  readonly status: 'available' | 'off_hours';
  readonly next_available?: Instant;
  readonly timezone: TimeZone;
};

/** Public: from the leader's list. The row's id is never here. */
export type ReasonCard = { readonly code: string; readonly message: string };

export type EscalationCard = {
  readonly contact: ContactCard;
  readonly availability: AvailabilityCard;
  readonly reason: ReasonCard;
  readonly as_of: Instant;
};

export type TeamCard = { readonly team: readonly ContactCard[]; readonly as_of: Instant };

export type HealthCard = { readonly status: HealthStatus; readonly as_of: Instant };

export type Card = EscalationCard | TeamCard | HealthCard;

/** What may be shown, beside the fields: approved e-mail domains and links. */
export type Approved = {
  /** Lower-case; an address's domain must equal one. */
  readonly emailDomains: readonly string[];
  /** `https` host and path prefix. */
  readonly links: readonly string[];
};

/** One reason code's wording by language tag. */
export type ReasonWording = Readonly<Record<string, string>>;
