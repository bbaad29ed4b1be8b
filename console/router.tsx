/** One page so far, its address, and what stands in its place when it can't be drawn. */
import { createHashHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import type { Address } from './address.ts';
import { readAddress } from './address.ts';
import { Broken } from './broken.tsx';
import { Page } from './page.tsx';

const root = createRootRoute();

const page = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (given: Record<string, unknown>): Address => readAddress(given),
  component: Page,
});

export const router = createRouter({
  routeTree: root.addChildren([page]),
  history: createHashHistory(),
  defaultNotFoundComponent: Page,
  defaultErrorComponent: Broken,
  // Words as they are, not as JSON: an id that looks like a number stays text.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(search as Record<string, string>).toString();
    return text === '' ? '' : `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
