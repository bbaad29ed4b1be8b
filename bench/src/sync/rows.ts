/** What the paged system holds: accounts of 20 fields with a contact and two holders, and the company's own people. */

export const ROWS_A_PAGE = 1_000;
export const PEOPLE = 1_000;
/** One account in so many stands above the others of its block. */
export const BLOCK = 50;

const TIERS = ['VIP', 'Growth', 'SMB'];
const REGIONS = ['EMEA', 'AMER', 'APAC'];

/** The same for the same number and round; a round changes the health score alone. */
export function rowText(nth: number, round: number): string {
  const id = idOf(nth);
  const day = String((nth % 28) + 1).padStart(2, '0');
  return JSON.stringify({
    id,
    name: `Company ${nth} of the North`,
    domain: `company-${nth}.example`,
    parent: nth % BLOCK === 0 ? null : idOf(nth - (nth % BLOCK)),
    contact: `kim.${nth}@company-${nth}.example`,
    csm: personOf(nth % PEOPLE).email,
    ae: personOf((nth * 7) % PEOPLE).email,
    tier: TIERS[nth % TIERS.length],
    region: REGIONS[nth % REGIONS.length],
    language: 'en',
    residency: 'EU',
    arr: (nth * 37) % 1_000_000,
    seats: nth % 5_000,
    hold: nth % 997 === 0,
    renewal: `2027-${String((nth % 12) + 1).padStart(2, '0')}-${day}`,
    onboarding: `2026-10-${day}`,
    color: 'Green',
    score: (nth + round * 13) % 100,
    sev1: false,
    plan: `plan-${nth % 12}`,
  });
}

export function personOf(nth: number) {
  return { email: `owner.${nth}@acme.example`, name: `Owner Number ${nth}`, title: 'Customer Success Manager' };
}

function idOf(nth: number): string {
  return `A${String(nth).padStart(9, '0')}`;
}
