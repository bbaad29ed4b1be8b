import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from '../../test/support/workspace-folder.ts';
import { emitSchemas, fileKinds, jsonSchema } from './json-schemas.ts';
import type { FileKind } from './json-schemas.ts';
import { STARTER_FILES } from './starter.ts';

const ACME = fileURLToPath(new URL('../../examples/acme/', import.meta.url));

/** An independent reader of JSON Schema, as an editor has one. */
function accepts(kind: FileKind, value: unknown): boolean {
  const schema = jsonSchema(kind);
  if (typeof schema !== 'object' || schema === null) throw new Error('no schema');
  return new Ajv({ strict: true, strictTypes: false }).validate(schema, value);
}

describe('the shape of the files is pinned: after a decided change, `concierge schemas examples/acme` moves the pin', () => {
  test.each(fileKinds())('%s', (kind) => {
    const pinned: unknown = JSON.parse(readFileSync(`${ACME}.schemas/${kind}.schema.json`, 'utf8'));
    expect(jsonSchema(kind)).toEqual(pinned);
  });
});

describe('editors accept what the loader accepts', () => {
  const acme = (name: string): string => readFileSync(ACME + name, 'utf8');
  const files: readonly (readonly [FileKind, string, string])[] = [
    ['concierge', 'acme', acme('concierge.yaml')],
    ['escalation', 'acme', acme('guardrails/escalation.yaml')],
    ['health', 'acme', acme('guardrails/health.yaml')],
    ['cx_concierge', 'acme', acme('services/cx_concierge.yaml')],
    ['deployment', 'acme', acme('deployment.yaml')],
    ['source', 'acme crm', acme('sources/crm.yaml')],
    ['source', 'acme workbook', acme('sources/cs_workbook.yaml')],
    ['source', 'acme absences', acme('sources/absences.yaml')],
    ['scenarios', 'acme order', acme('scenarios/order.yaml')],
    ['scenarios', 'acme customers', acme('scenarios/customers.yaml')],
    ['scenarios', 'starter', STARTER_FILES['scenarios/first.yaml'] ?? ''],
    ['concierge', 'starter', STARTER_FILES['concierge.yaml'] ?? ''],
    ['escalation', 'starter', STARTER_FILES['guardrails/escalation.yaml'] ?? ''],
    ['source', 'starter', STARTER_FILES['sources/accounts.yaml'] ?? ''],
  ];
  test.each(files)('%s of %s', (kind, _whose, text) => {
    expect(accepts(kind, parse(text))).toBe(true);
  });

  test.each([
    ['concierge', { company: 'Acme' }],
    [
      'escalation',
      { decision: 'escalation_contact', rules: [{ id: 'a', route: ['role:CSM'], reason: 'a', rout: [] }] },
    ],
    [
      'escalation',
      {
        decision: 'escalation_contact',
        rules: [{ id: 'a', when: { x: { at_leest: 1 } }, route: ['backup'], reason: 'a' }],
      },
    ],
    ['health', { decision: 'account_health', rules: [{ id: 'a', status: 'at risk' }] }],
    ['source', { source: 'crm', connector: 'file', reads: {}, records: [{ acount: {} }] }],
    ['cx_concierge', { service: 'cx_concierge', audiences: { customer: {} } }],
    ['scenarios', { scenarios: [{ name: 'x', given: {}, expect: { person: 'a@b.example' } }] }],
    ['deployment', { listen: { port: '3000' } }],
  ] as const)('%s: and refuse what it refuses', (kind, value) => {
    expect(accepts(kind, value)).toBe(false);
  });
});

test('every file of a workspace names the schema that is emitted for it', () => {
  const folder = temporaryFolder();
  const emitted = emitSchemas(folder).map((path) => path.slice(folder.length + 1));
  expect(emitted).toHaveLength(fileKinds().length);
  for (const [file, text] of Object.entries(STARTER_FILES).filter(([name]) => name.endsWith('.yaml'))) {
    const [, named = ''] = /^# yaml-language-server: \$schema=(?:\.\.\/)?(\S+)\n/.exec(text) ?? [];
    expect({ file, isEmitted: emitted.includes(named) }).toEqual({ file, isEmitted: true });
  }
});
