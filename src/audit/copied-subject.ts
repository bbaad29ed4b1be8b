/**
 * Which copied rows of systems tell of whom is erased. A row has a system's own ids, without the namespace that a mapping gives
 * them, so it may tell of somebody else who has the same: what is read anew brings that one back. Pure.
 */
import type { Json } from '../base/json.ts';
import { canonicalSalesforceId, shortSalesforceId } from '../sources/kit/salesforce-id.ts';
import type { CopiesErasure } from '../store/copies.ts';
import type { Subject } from './subject.ts';
import { addressesIn } from './addresses.ts';

/** `ids`: those of the accounts beside their keys. `names` are no way to find a row, and must not be left of one. */
export function copiesErasureOf(
  { people, emails, links, accounts }: Subject,
  { ids, names }: { readonly ids: readonly string[]; readonly names: readonly string[] },
): CopiesErasure {
  const keys = [...people, ...accounts].map((key) => key.slice(key.indexOf(':') + 1));
  const known = new Set([...keys, ...ids].flatMap(formsOf).filter((id) => id !== ''));
  const isTold = (text: string): boolean =>
    known.has(text) || links.has(text) || (text.includes('@') && addressesIn(text).some((email) => emails.has(email)));
  return {
    tells: ({ id, values }) => isTold(id) || Object.values(values).some((value) => textsOf(value).some(isTold)),
    traces: [...known, ...emails, ...links, ...names],
  };
}

function formsOf(id: string): readonly string[] {
  return canonicalSalesforceId(id) === id ? [id, shortSalesforceId(id)] : [id];
}

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return Array.isArray(value) ? value.flatMap(textsOf) : [];
}
