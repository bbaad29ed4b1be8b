/** The leader's page in a real browser, over the sample company: what a person sees, and that they need no mouse to. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import axe from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/adapters.ts';
import type { About } from '../../src/admin/contract.ts';
import { systemClock } from '../../src/base/clock.ts';
import { loadWorkspace } from '../../src/config/load-workspace.ts';
import { releaseOf } from '../../src/config/release.ts';
import { openBrowser } from '../support/browser.ts';
import type { Serving } from '../support/concierge-process.ts';
import { copyOfAcme, NODE, ROOT, serveConcierge } from '../support/concierge-process.ts';

const run = promisify(execFile);
const { folder, dispose } = copyOfAcme();
const AOIFE = 'aoife.brannigan@quillhaven.example';
/** A first look starts a process, on a machine that does other things. */
const PATIENCE_MS = 60_000;
/** So long the page waits, and some more, before it looks again what is live. */
const POLL_MS = 21_000;
const SOON_MS = 15_000;

let serving: Serving;
let browser: Browser;
/** What the browser complained about: the page's policy, a script, a request. */
const complaints: string[] = [];

beforeAll(async () => {
  // As `npm start` does it: a process of its own, for a test's environment would build another page.
  await run(NODE, [join(ROOT, 'scripts/build-console.ts'), '--if-needed'], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  [serving, browser] = await Promise.all([serveConcierge(folder), openBrowser()]);
}, 180_000);

afterAll(async () => {
  await Promise.all([browser.close(), serving.stop()]);
  dispose();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  if (complaints.length > 0) throw new Error(`The browser complained: ${complaints.splice(0).join('\n')}`);
});

type Look = { readonly width?: number; readonly colorScheme?: 'light' | 'dark'; readonly timezoneId?: string };

async function open(
  hash = '',
  { width = 1280, colorScheme = 'light', ...also }: Look = {},
  before?: (page: Page) => Promise<void>,
): Promise<Page> {
  const viewport = { width, height: 900 };
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce', ...also });
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  // Nothing leaves this machine: people's pictures come from here, and whatever else is asked for is a complaint.
  await page.route(/^https:/, async (route) => {
    if (route.request().url().startsWith('https://cdn.acme.example/people/'))
      await route.fulfill({ contentType: 'image/svg+xml', body: PICTURE });
    else complaints.push(route.request().url());
  });
  await before?.(page);
  await page.goto(`${serving.origin}/${hash}`);
  return page;
}

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';

const card = (page: Page): Locator => page.getByRole('region', { name: 'The card' });
const story = (page: Page): Locator => page.getByRole('region', { name: 'The story behind it' });
const coverage = (page: Page): Locator => page.getByRole('complementary', { name: 'Coverage' });

async function sees(where: Locator, text: string): Promise<void> {
  await where.getByText(text).first().waitFor({ timeout: PATIENCE_MS });
}

/** What a person hears of where they are. Code of the page's, not of this program. */
const FOCUSED = `[...(document.activeElement.labels ?? [])].map((label) => label.textContent).join() +
  (document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent)`;

/** Goes on by Tab to what has this name. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let steps = 0; steps < 40; steps += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>(FOCUSED);
    if (focused.includes(name)) return;
  }
  throw new Error(`Tab doesn’t lead to ${name}.`);
}

describe('by keyboard alone', () => {
  it('the sample’s three customers are asked for, and each answer tells its story', async () => {
    const page = await open();
    await page.getByLabel('Customer', { exact: true }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(FOCUSED)).toBe('Skip to the answer');

    await tabTo(page, 'Customer');
    await page.keyboard.type(AOIFE);
    await page.keyboard.press('Enter');
    await sees(card(page), 'Sarah Jenkins');
    await sees(card(page), 'Your dedicated Success Manager');
    await sees(card(page), '"email": "sarah.jenkins@acme.example"');
    await sees(story(page), 'vvip');

    await tabTo(page, 'Topic');
    await page.keyboard.type('com');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('clementine@bayoulantern.example');
    await page.keyboard.press('Enter');
    await sees(page.locator('.who'), 'Bayou Lantern');
    await sees(story(page), 'topic');
    expect(page.url()).toContain('topic=commercial');

    await page.keyboard.press('Control+A');
    await page.keyboard.type('someone@unheard-of.example');
    await page.keyboard.press('Enter');
    await sees(card(page), 'Customer Success');
    await sees(story(page), 'Nothing of any account was read');
  });

  it('a name is offered, chosen and asked for; going back is going back', async () => {
    const page = await open(`#/?customer=${AOIFE}`);
    await sees(card(page), 'Sarah Jenkins');
    await sees(coverage(page), 'their own owner');
    await page.getByLabel('Customer', { exact: true }).focus();
    await page.keyboard.type('fennim');
    await page.getByRole('option', { name: 'Fennimore Glassworks' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await sees(story(page), 'has left the company');
    await sees(card(page), 'Jonas Müller');
    await page.goBack();
    await sees(card(page), 'Sarah Jenkins');
    expect(await page.getByLabel('Customer', { exact: true }).inputValue()).toBe(AOIFE);
  });

  it('a number of the coverage opens its accounts, Esc closes them, and one leads to its story', async () => {
    const page = await open();
    await sees(coverage(page), 'only the fallback');
    const number = coverage(page).getByRole('button', { name: 'only the fallback' });
    await number.focus();
    await page.keyboard.press('Enter');
    const list = page.getByRole('dialog', { name: 'Who meets only the fallback' });
    await sees(list, 'Juniper Scarp Health');
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    await expect.poll(async () => await page.evaluate<string>(FOCUSED)).toContain('only the fallback');
    await page.keyboard.press('Enter');
    await list.getByRole('button', { name: 'Juniper Scarp Health' }).focus();
    await page.keyboard.press('Enter');
    await sees(page.locator('.who'), 'Juniper Scarp Health');
    await sees(story(page), 'is on leave until');
    await list.waitFor({ state: 'hidden' });
  });
});

describe('a name that is written out', () => {
  it('is asked by Enter, with the list open, and the list is gone', async () => {
    const page = await open();
    await sees(coverage(page), 'their own owner');
    await page.getByLabel('Customer', { exact: true }).focus();
    await page.keyboard.type('copperline foods');
    await page.getByRole('option', { name: 'Copperline Foods' }).waitFor();
    await page.keyboard.press('Enter');
    await sees(page.locator('.who'), 'Copperline Foods');
    await sees(page.locator('.who'), 'found by its name');
    expect(await page.getByRole('option', { name: 'Copperline Foods' }).count()).toBe(0);
    expect(await page.getByText('Nobody known by that').count()).toBe(0);
  });

  it('that several have is told with each of them, to be chosen', async () => {
    const page = await open('#/?customer=Quillhaven&topic=billing');
    await sees(page.locator('.answer'), 'Which “Quillhaven”?');
    await page.getByRole('button', { name: 'Quillhaven Labs' }).focus();
    await page.keyboard.press('Enter');
    await sees(page.locator('.who'), 'Quillhaven Labs');
    expect(page.url()).toContain('customer=crm%3A001Hs00003QxabUIAR&topic=billing');
  });
});

describe('an address that somebody has written', () => {
  it.each([
    ['at=garbage', '', 'at=garbage'],
    ['at=2026-02-30&audience=bad', '', 'at=2026-02-30, audience=bad'],
    ['at=2026-12-24', '2026-12-24T00:00', null],
    ['at=2026-12-24T10:00&urgency=normal', '2026-12-24T10:00', null],
    ['at=2026-12-24T10:00:00+00:00', '2026-12-24T10:00', null],
  ])('%s is read as far as it makes sense', async (also, moment, leftOut) => {
    const page = await open(`#/?customer=${AOIFE}&${also}`, { timezoneId: 'UTC' });
    await sees(card(page), 'Sarah Jenkins');
    expect(await page.getByLabel('Moment').inputValue()).toBe(moment);
    const told = await page.locator('.unread').allTextContents();
    expect(told[0] ?? null).toBe(leftOut);
  });

  it('with a moment beyond all calendars is told in a sentence', async () => {
    const page = await open(`#/?customer=${AOIFE}&at=9999-12-31T10:00`);
    await sees(page.getByRole('alert'), 'Choose one from 2000 to 2099.');
    expect(complaints.splice(0)).not.toEqual([]);
  });
});

it('what can’t be drawn is told in words, without a line of the program', async () => {
  const page = await browser.newPage();
  await page.route('**/api/about', async (route) => await route.fulfill({ json: { company: 'Of another version' } }));
  await page.goto(serving.origin);
  await sees(page.getByRole('alert'), 'The page can’t show this');
  expect(await page.locator('body').textContent()).not.toMatch(/error|undefined|\.js/i);
});

describe('a draft', () => {
  it('is told beside what is live, mistakes with their place', async () => {
    const file = join(folder, 'guardrails/escalation.yaml');
    const live = readFileSync(file, 'utf8');
    const page = await open(`#/?customer=${AOIFE}`);
    await sees(card(page), 'Sarah Jenkins');

    writeFileSync(file, live.replace('[role:CSM, backup, manager, team:vip-desk]', '[team:vip-desk]'));
    await page.getByText('Draft', { exact: true }).click();
    await sees(page.getByRole('alert'), 'The draft changes this answer');
    await sees(page.getByRole('alert'), 'Sarah Jenkins');
    await sees(card(page), 'Priority desk');

    writeFileSync(file, live.replace('[role:CSM, backup, manager, team:vip-desk]', '[team:vip-dest]'));
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await sees(page.getByRole('alert'), 'The draft can’t be asked as it stands');
    expect(await page.getByRole('alert').textContent()).toMatch(/guardrails\/escalation\.yaml:\d+:\d+.*vip-desk/);

    writeFileSync(file, live);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await sees(page.getByRole('alert'), 'The draft is what is live');
  });
});

describe('when something is missing', () => {
  it('nothing asked: it says so, at the field', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await sees(page.getByRole('form'), 'Say which customer you mean.');
    expect(await page.getByLabel('Customer', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  });

  it('what can’t be used is told in a sentence that says how to mend it', async () => {
    const page = await open('#/?customer=not@an@address');
    await sees(page.getByRole('alert'), 'not@an@address is not an e-mail address.');
    expect(complaints.splice(0)).toEqual([expect.stringContaining('400')]);
  });

  it('a server that is gone is told, and asked again on demand', async () => {
    const page = await open();
    await page.route('**/api/ask', async (route) => await route.abort());
    await page.getByRole('button', { name: 'Aoife of Quillhaven' }).click();
    await sees(page.getByRole('alert'), 'The server doesn’t answer.');
    await page.unroute('**/api/ask');
    await page.getByRole('button', { name: 'Try again' }).click();
    await sees(card(page), 'Sarah Jenkins');
    expect(complaints.splice(0)).not.toEqual([]);
  });

  it('what takes long says that it is on its way', async () => {
    const page = await open();
    const held = Promise.withResolvers<undefined>();
    await page.route('**/api/ask', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Aoife of Quillhaven' }).click();
    await page.getByRole('status', { name: 'Loading the answer' }).waitFor();
    held.resolve(undefined);
    await sees(card(page), 'Sarah Jenkins');
    expect(await page.getByRole('status', { name: 'Loading the answer' }).count()).toBe(0);
  });
});

describe('it looks right', () => {
  const STATES = [
    ['at the beginning', 'light', '', 'To begin with'],
    ['with an answer', 'light', `#/?customer=${AOIFE}`, 'Sarah Jenkins'],
    ['with a team', 'dark', `#/?customer=${AOIFE}&audience=teams&tool=get_account_team`, 'Elif Yıldırım'],
    ['with names to choose from', 'light', '#/?customer=Quillhaven&at=garbage', 'Which “Quillhaven”?'],
    ['with a list', 'dark', `#/?customer=${AOIFE}&list=outcome%3Dfallback`, 'Juniper Scarp Health'],
  ] as const;
  const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

  it.each(STATES)('%s, %s, to who can’t see it too', async (_what, colorScheme, hash, text) => {
    const page = await open(hash, { colorScheme });
    await sees(page.locator('body'), text);
    await sees(page.locator('.coverage'), 'only the fallback');
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>(
      `axe.run(document, { runOnly: ${JSON.stringify(RULES)} })`,
    );
    const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 200))]);
    expect(found).toEqual([]);
  });

  it('from 360 to 2560 pixels wide, without a second way to scroll', async () => {
    const page = await open(`#/?customer=${AOIFE}&audience=teams`, { width: 360 });
    await sees(card(page), 'Sarah Jenkins');
    await sees(coverage(page), 'Stale owners');
    for (const width of [360, 520, 768, 1024, 1280, 1920, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth'), `${width} wide`).toBe(width);
    }
  });
});

it('what is live stands in the head by the number that people know it by, with its hash behind', async () => {
  const page = await open();
  const badge = page.getByText('Release 1', { exact: true });
  await badge.waitFor();
  const told = await page.locator('header [title]').first().getAttribute('title');
  expect(told).toMatch(/^Release [\da-f]{64}, live since \w+/);
});

it('no name of a customer stands where a server would see it', async () => {
  const page = await open();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.getByRole('button', { name: 'Aoife of Quillhaven' }).click();
  await sees(card(page), 'Sarah Jenkins');
  expect(page.url()).toContain('aoife');
  expect(asked.filter((url) => url.startsWith(serving.origin)).join('\n')).not.toMatch(/aoife|quillhaven/i);
});

describe('while somebody looks', () => {
  const ROUTE = '[role:CSM, backup, manager, team:vip-desk]';
  const file = join(folder, 'guardrails/escalation.yaml');

  /** As `publish` and `rollback` leave the store, without what they ask first. */
  async function goesLive(route: string): Promise<void> {
    const live = readFileSync(file, 'utf8');
    writeFileSync(file, live.replace(ROUTE, route));
    const { workspace } = loadWorkspace(folder);
    writeFileSync(file, live);
    const store = await openStore({ kind: 'sqlite', folder: join(folder, '.concierge') }, systemClock);
    const { releases } = store;
    const { tenant } = workspace!;
    const entry = { at: new Date().toISOString(), how: 'publish', by: null, note: null, effect: null } as const;
    const before = await releases.live(tenant);
    await releases.publish(tenant, releaseOf(workspace!), entry, before!.sequence);
    await store.close();
  }

  it('a release that goes live is asked by itself, and one that answers stands in the head', async () => {
    const page = await open(`#/?customer=${AOIFE}`, {}, async (opened) => await opened.clock.install());
    await sees(card(page), 'Sarah Jenkins');
    await goesLive('[team:vip-desk]');
    await aboutSays(page, 2);
    await page.clock.fastForward(POLL_MS);
    const badge = page.locator('header [title]').first();
    await expect.poll(async () => await badge.textContent(), { timeout: SOON_MS }).toBe('Release 2');
    await sees(card(page), 'Priority desk');

    await goesLive(ROUTE);
    await aboutSays(page, 1);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await sees(card(page), 'Sarah Jenkins');
    // Sooner than it would look by itself.
    await expect.poll(async () => await badge.textContent(), { timeout: SOON_MS }).toBe('Release 1');
  });
});

/** The server looks what is live by itself. */
async function aboutSays(page: Page, number: number): Promise<void> {
  const url = `${serving.origin}/api/about`;
  const told = async () => ((await (await page.request.get(url)).json()) as About).release.number;
  await expect.poll(told, { timeout: PATIENCE_MS }).toBe(number);
}
