/** A moment as the API takes it. */
import { z } from 'zod';

export const moment = z.iso.datetime({
  offset: true,
  error: 'write ISO 8601 with a zone, e.g. 2026-12-24T10:00:00Z',
});
