/** What a source's file says of its age and of its system's webhooks. */
import type { StaleRule, Webhook } from '../../sources/declaration.ts';
import type { Connector } from '../../sources/kit/http/connector.ts';
import { staleSchema, webhookSchema } from '../schema/source-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { millisecondsOf } from './durations.ts';

/** Empty where nothing is said: a release of before holds nothing of it either. */
export function readStale(document: ConfigDocument): { readonly stale?: StaleRule } {
  const written = document.read(['stale'], staleSchema.optional());
  if (written === undefined) return {};
  return { stale: { afterMs: millisecondsOf(written.after), facts: written.facts ?? 'kept' } };
}

export function readWebhook(
  document: ConfigDocument,
  { title, webhook }: Pick<Connector, 'title' | 'webhook'>,
): { readonly webhook?: Webhook } {
  const written = document.read(['webhook'], webhookSchema.optional());
  if (written === undefined) return {};
  if (webhook !== undefined) return { webhook: written };
  document.error(['webhook'], `${title} signs no webhooks that this version knows.`, 'Delete it.', 'key');
  return {};
}
