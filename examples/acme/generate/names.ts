/**
 * Names of companies and people, titles and phrases: pools that faker fills once, from the seed. Drawing from a pool is
 * a hundred times quicker than asking faker for each of a million accounts.
 */
import { allLocales } from '@faker-js/faker';
import type { Faker } from '@faker-js/faker';
import { faker as de } from '@faker-js/faker/locale/de';
import { faker as en } from '@faker-js/faker/locale/en';
import { faker as es } from '@faker-js/faker/locale/es';
import { faker as fr } from '@faker-js/faker/locale/fr';
import { faker as ja } from '@faker-js/faker/locale/ja';
import { faker as nl } from '@faker-js/faker/locale/nl';
import { LANGUAGES } from './places.ts';
import type { Language } from './places.ts';
import type { Random } from './random.ts';

const FAKERS: Readonly<Record<Language, Faker>> = { en, de, fr, es, nl, ja };

const COMPANIES = 2000;
const PEOPLE = 600;
const PHRASES = 400;

/** Who writes to a company of whose people no Latin spelling is known. */
const MAILBOXES = ['office', 'desk', 'sales', 'it', 'reception', 'team', 'purchasing', 'support'];

export type PersonName = { readonly first: string; readonly last: string };

export type Names = {
  readonly companies: Readonly<Record<Language, readonly string[]>>;
  readonly first: Readonly<Record<Language, readonly string[]>>;
  readonly last: Readonly<Record<Language, readonly string[]>>;
  readonly titles: readonly string[];
  readonly streets: readonly string[];
  readonly phrases: readonly string[];
};

export function makeNames(seed: number): Names {
  for (const language of LANGUAGES) FAKERS[language].seed(seed);
  return {
    companies: byLanguage((faker) => pool(COMPANIES, () => faker.company.name())),
    first: byLanguage((faker) => pool(PEOPLE, () => faker.person.firstName())),
    last: byLanguage((faker) => pool(PEOPLE, () => faker.person.lastName())),
    titles: pool(PHRASES, () => en.person.jobTitle()),
    streets: pool(PHRASES, () => en.location.streetAddress()),
    phrases: pool(PHRASES, () => en.company.buzzPhrase()),
  };
}

/** Public mail providers as faker lists them, for all its languages: another list than the product's own. Sorted. */
export const FREE_MAIL: readonly string[] = [
  ...new Set(Object.values(allLocales).flatMap((locale) => locale.internet?.free_email ?? [])),
].toSorted();

/** Those that most people use. */
export const COMMON_FREE_MAIL: readonly string[] = en.definitions.internet.free_email ?? [];

function byLanguage<T>(make: (faker: Faker) => T): Readonly<Record<Language, T>> {
  return {
    en: make(en),
    de: make(de),
    fr: make(fr),
    es: make(es),
    nl: make(nl),
    ja: make(ja),
  };
}

function pool(size: number, make: () => string): readonly string[] {
  return Array.from({ length: size }, make);
}

export function personName(names: Names, language: Language, random: Random): PersonName {
  return { first: random.pick(names.first[language]), last: random.pick(names.last[language]) };
}

/** As the person's language puts it. */
export function fullName({ first, last }: PersonName, language: Language): string {
  return language === 'ja' ? `${last} ${first}` : `${first} ${last}`;
}

/** The part before the `@`. */
export function mailboxOf({ first, last }: PersonName, random: Random): string {
  const words = [first, last].map(slug).filter((word) => word !== '');
  return words.length === 2 ? words.join('.') : random.pick(MAILBOXES);
}

/** Lower-case ASCII with hyphens; empty for a name in another script. */
export function slug(text: string): string {
  return text
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/['’\p{M}]+/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}
