/** A real Chromium, out of an npm package: one for a file of tests, each page of it with a storage of its own. */
import chromium from '@sparticuz/chromium';
import type { Browser } from 'playwright-core';
import { chromium as playwright } from 'playwright-core';

/** No sandbox: tests may run as root. What else that package adds would switch off what is tested: web security. */
const ARGS = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--hide-scrollbars'];

export async function openBrowser(): Promise<Browser> {
  return await playwright.launch({ executablePath: await chromium.executablePath(), args: ARGS });
}
