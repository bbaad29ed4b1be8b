/** `GET /api/about` */
import type { PageEndpoint } from '../endpoint.ts';

export const about: PageEndpoint = {
  method: 'GET',
  path: '/api/about',
  handle: (context, desk) => context.json(desk.about()),
};
