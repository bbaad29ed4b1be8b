/** Where accounts and people are: the sample's regions, with the countries, sites and calendars that its sources know. */

export const LANGUAGES = ['en', 'de', 'fr', 'es', 'nl', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Region = 'EMEA' | 'AMER' | 'APAC';

export type Country = {
  readonly code: string;
  readonly region: Region;
  readonly language: Language;
  /** Where its data must stay. */
  readonly residency: string;
};

const TABLE = `
IE EMEA en EU 3 | GB EMEA en UK 9 | DE EMEA de EU 10 | AT EMEA de EU 2 | CH EMEA de CH 2 | FR EMEA fr EU 6
BE EMEA fr EU 2 | NL EMEA nl EU 4 | ES EMEA es EU 4 | SE EMEA en EU 2 | PL EMEA en EU 2
US AMER en US 26 | CA AMER en CA 4 | CA AMER fr CA 1 | MX AMER es US 2
JP APAC ja JP 4 | SG APAC en SG 4 | AU APAC en AU 5 | IN APAC en IN 4 | NZ APAC en AU 2`;

/** Each as often as accounts are there. */
export const COUNTRIES: readonly Country[] = TABLE.trim()
  .split(/[|\n]/)
  .flatMap((cell) => {
    const [code = '', region = '', language = '', residency = '', weight = ''] = cell.trim().split(' ');
    const country = { code, region: region as Region, language: language as Language, residency };
    return Array.from({ length: Number(weight) }, () => country);
  });

export type Site = {
  readonly region: Region;
  readonly site: string;
  readonly timezone: string;
  readonly calendar: string;
  /** The usual hours first. The sample's HR source knows two unusual ones, each of one site. */
  readonly hours: readonly string[];
  readonly languages: readonly Language[];
  /** Kept for fiction. */
  readonly phone: string;
};

const SITES: readonly Site[] = [
  {
    region: 'EMEA',
    site: 'Berlin',
    timezone: 'Europe/Berlin',
    calendar: 'DE-BE',
    phone: '+49 171 39200',
    hours: ['Mon-Fri 09:00-17:30', 'Mon-Fri 09:00-18:00', 'Mon-Thu 08:00-14:00'],
    languages: ['de', 'en', 'nl'],
  },
  {
    region: 'EMEA',
    site: 'London',
    timezone: 'Europe/London',
    calendar: 'GB-ENG',
    phone: '+44 7700 9000',
    hours: ['Mon-Fri 09:00-17:30', 'Mon-Fri 08:30-17:00'],
    languages: ['en', 'fr', 'es'],
  },
  {
    region: 'AMER',
    site: 'Austin',
    timezone: 'America/Chicago',
    calendar: 'US-TX',
    phone: '+1 512 555 01',
    hours: ['Mon-Fri 08:30-17:00', 'Mon-Fri 09:00-17:30', 'Tue-Sat 09:00-17:00'],
    languages: ['en', 'es', 'fr'],
  },
  {
    region: 'APAC',
    site: 'Singapore',
    timezone: 'Asia/Singapore',
    calendar: 'SG',
    phone: '+1 555 01',
    hours: ['Mon-Fri 09:00-18:00'],
    languages: ['en'],
  },
  {
    region: 'APAC',
    site: 'Singapore',
    timezone: 'Asia/Tokyo',
    calendar: 'JP',
    phone: '+1 555 01',
    hours: ['Mon-Fri 10:00-18:30'],
    languages: ['ja', 'en'],
  },
];

export function sitesIn(region: Region): readonly Site[] {
  return SITES.filter((site) => site.region === region);
}

/** The region of the nth of many: five in nine EMEA, three AMER, one APAC, and each among the first three. */
export function regionOf(index: number): Region {
  return (['EMEA', 'AMER', 'APAC', 'EMEA', 'AMER', 'EMEA', 'EMEA', 'AMER', 'EMEA'] as const)[index % 9] ?? 'EMEA';
}
