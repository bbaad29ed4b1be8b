/**
 * Makes the pictures of the leader's page in `docs/images/` anew, over a copy of the sample company on its next Monday morning:
 * `npm exec -c 'node scripts/screenshots.ts'`.
 */
import { join } from 'node:path';
import { openBrowser } from '../test/support/browser.ts';
import { copyOfAcme, ROOT, serveConcierge } from '../test/support/concierge-process.ts';

type Picture = {
  readonly name: string;
  readonly asked: Readonly<Record<string, string>>;
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
  /** Of what waits to be there. */
  readonly shows: string;
};

const MONDAY = 1;
const DAY_MS = 86_400_000;

/** 10:00 in Berlin, in winter. */
function nextMonday(): string {
  const today = new Date();
  const days = (MONDAY + 7 - today.getUTCDay()) % 7 || 7;
  return `${new Date(today.getTime() + days * DAY_MS).toISOString().slice(0, 10)}T09:00:00Z`;
}

/** Of Fennimore Glassworks the owner has left; of Juniper Scarp Health she is on leave, with nobody to cover. */
const PICTURES: readonly Picture[] = [
  {
    name: 'page',
    asked: { customer: 'crm:001Hs00003Q7KT3IAN' },
    width: 1280,
    height: 800,
    colorScheme: 'light',
    shows: 'Jonas Müller',
  },
  {
    name: 'page-dark',
    asked: { customer: 'crm:001Hs00003Q7KT3IAN', list: 'outcome=fallback' },
    width: 1280,
    height: 720,
    colorScheme: 'dark',
    shows: 'Juniper Scarp Health',
  },
  {
    name: 'page-narrow',
    asked: { customer: 'aoife.brannigan@quillhaven.example', language: 'de' },
    width: 360,
    height: 1040,
    colorScheme: 'light',
    shows: 'Sarah Jenkins',
  },
];

const { folder, dispose } = copyOfAcme();
const serving = await serveConcierge(folder);
const browser = await openBrowser();
try {
  for (const { name, asked, width, height, colorScheme, shows } of PICTURES) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
    // Nothing leaves this machine; people of the sample have no pictures anyway.
    await page.route(/^https:/, async (route) => await route.abort());
    await page.goto(`${serving.origin}/#/?${new URLSearchParams({ ...asked, at: nextMonday() }).toString()}`);
    await page.getByText(shows).first().waitFor();
    await page.getByText('Stale owners').first().waitFor();
    await page.screenshot({ path: join(ROOT, `docs/images/${name}.png`) });
    await page.close();
  }
} finally {
  await browser.close();
  await serving.stop();
  dispose();
}
