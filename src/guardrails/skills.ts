/**
 * Skills by which a row matches its people with the customer: what is wanted, and who has it. Pure. A skill of which nothing
 * is known (no language was asked in, the account has no region) is not wanted.
 */
import type { Person } from '../directory/records.ts';
import type { FactName, FactValue } from '../facts/types.ts';

export const SKILLS = ['language', 'region', 'product'] as const;
export type Skill = (typeof SKILLS)[number];

/** What the customer's side of a skill is told by. */
export const SKILL_FACTS: Readonly<Record<Skill, FactName>> = {
  language: 'language',
  region: 'account.region',
  product: 'account.product',
};

/** `require`: whoever lacks it is passed over. `prefer`: members of a team who have it go first; the earlier the more. */
export type Match = { readonly require: readonly Skill[]; readonly prefer: readonly Skill[] };

export type WantedSkill = { readonly skill: Skill; readonly value: string };
export type Wanted = { readonly require: readonly WantedSkill[]; readonly prefer: readonly WantedSkill[] };

/** Null where nothing is wanted. */
export function wantedOf({ require, prefer }: Match, valueOf: (fact: FactName) => FactValue): Wanted | null {
  const known = (skills: readonly Skill[]): readonly WantedSkill[] =>
    skills.flatMap((skill) => {
      const value = valueOf(SKILL_FACTS[skill]);
      return value === null ? [] : [{ skill, value: skill === 'language' ? primary(String(value)) : String(value) }];
    });
  const wanted = { require: known(require), prefer: known(prefer) };
  return wanted.require.length + wanted.prefer.length === 0 ? null : wanted;
}

/** In the order in which they are wanted. Of whom nothing is said, nothing is taken for granted. */
export function lacking(person: Person, wanted: readonly WantedSkill[]): readonly Skill[] {
  return wanted.flatMap((one) => (has(person, one) ? [] : [one.skill]));
}

/** The wanted ones as a text; equal texts are met by the same people. */
export function wantedText({ require, prefer }: Wanted): string {
  return JSON.stringify([require, prefer]);
}

function has({ languages, region, products = [] }: Person, { skill, value }: WantedSkill): boolean {
  switch (skill) {
    case 'language':
      return languages.some((tag) => primary(tag) === value);
    case 'region':
      return region === value;
    case 'product':
      return products.includes(value);
  }
}

/** Who speaks `de` can help whoever asks in `de-AT`, and the other way round. */
function primary(tag: string): string {
  return (tag.split('-', 1)[0] ?? '').toLowerCase();
}
