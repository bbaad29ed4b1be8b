/** Which rows a person is made of, and what other sources say instead, noted while the fields are chosen. */
import type { PersonFields } from '../sources/kit/entry.ts';
import type { PersonConflict, PersonFieldName, PersonSources } from './records.ts';
import type { At } from './trust.ts';
import { provenance } from './trust.ts';

/** A field as mappings and precedence name it. */
export type MappedField = keyof PersonFields | 'manager' | 'deputy';

const FIELD_NAMES = {
  name: 'name',
  kind: 'kind',
  active: 'active',
  title: 'title',
  email: 'email',
  roles: 'roles',
  manager: 'manager',
  deputy: 'deputy',
  calendar: 'calendar',
  timezone: 'timezone',
  booking_link: 'bookingLink',
  headshot_url: 'headshotUrl',
  languages: 'languages',
  region: 'region',
  products: 'products',
  weight: 'weight',
  open_load: 'openLoad',
} as const satisfies Record<MappedField, PersonFieldName>;

export type Said<Value = PersonConflict['value']> = { readonly at: At; readonly value: Value };

export class Sources {
  readonly #fields = new Map<At, PersonFieldName[]>();
  readonly #conflicts: PersonConflict[] = [];
  readonly #disagreed = new Set<MappedField>();

  /** `others` are what the less trusted rows say, the more trusted first. Rows of the same source only add to it. */
  note(field: MappedField, believed: Said, others: readonly Said[]): void {
    const name = FIELD_NAMES[field];
    const known = this.#fields.get(believed.at);
    if (known === undefined) this.#fields.set(believed.at, [name]);
    else known.push(name);
    if (others.length > 0) this.#noteOthers(field, believed, others);
  }

  #noteOthers(field: MappedField, believed: Said, others: readonly Said[]): void {
    const told = new Set([believed.at.origin.source]);
    for (const { at, value } of others) {
      const isFirst = !told.has(at.origin.source);
      told.add(at.origin.source);
      if (!isFirst || JSON.stringify(value) === JSON.stringify(believed.value)) continue;
      this.#conflicts.push({ field: FIELD_NAMES[field], value, ...provenance(at) });
      this.#disagreed.add(field);
    }
  }

  /** Fields on which sources disagree. */
  get disagreed(): ReadonlySet<MappedField> {
    return this.#disagreed;
  }

  told(): PersonSources {
    const rows = [...this.#fields].map(([at, fields]) => ({ ...provenance(at), fields }));
    return { rows, conflicts: this.#conflicts };
  }
}
