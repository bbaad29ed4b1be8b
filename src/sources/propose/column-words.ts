/** The words of a column's name, and what they are likely to mean: `Customer_Tier__c`, `customerTier`, `Customer Tier` are one. */

/** In small letters; the ends that systems put to names of one's own are none. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/__[cr](?=\.|$)/gi, '')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^\p{L}\d]+/u)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== '');
}

/** Of one meaning, each a word or several that stand together. */
const MEANINGS: Readonly<Record<string, readonly string[]>> = {
  tier: ['tier', 'segment', 'class', 'stufe'],
  arr: ['arr', 'acv', 'annual recurring revenue', 'annual contract value', 'yearly revenue'],
  mrr: ['mrr', 'monthly recurring revenue'],
  renewal: ['renewal', 'renew', 'renews', 'contract end', 'subscription end', 'verlaengerung', 'verlängerung'],
  legal: ['legal', 'litigation'],
  region: ['region', 'territory', 'geo'],
  language: ['language', 'locale', 'sprache'],
  color: ['color', 'colour', 'rag', 'status'],
  type: ['type', 'kind'],
  residency: ['residency', 'location'],
};

/** Words of a fact's name that say its unit or its form, and stand in no column for certain. */
const FORMS = new Set([
  'usd',
  'eur',
  'gbp',
  'date',
  'day',
  'days',
  'until',
  'at',
  'on',
  'is',
  'has',
  'of',
  'the',
  'in',
  'end',
  'ends',
]);

/** From 0 to 1: how much of what the fact's name says the column's says too. */
export function nameFit(fact: string, columnWords: readonly string[]): number {
  const all = wordsOf(fact.slice(fact.indexOf('.') + 1));
  const meant = all.filter((word) => !FORMS.has(word));
  if (meant.length === 0) return 0;
  const text = ` ${columnWords.join(' ')} `;
  const found = meant.filter((word) => (MEANINGS[word] ?? [word]).some((each) => text.includes(` ${each} `)));
  return found.length / meant.length;
}

/** A currency that the column names and the fact doesn't: another number. */
export function otherCurrency(fact: string, columnWords: readonly string[]): boolean {
  const currencies = ['usd', 'eur', 'gbp', 'jpy', 'chf', 'aud', 'cad', 'sek', 'inr'];
  const wanted = wordsOf(fact).filter((word) => currencies.includes(word));
  const said = columnWords.filter((word) => currencies.includes(word));
  return said.length > 0 && wanted.length > 0 && !said.some((word) => wanted.includes(word));
}
