import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failureOf, problemsOf, temporaryFolder, writeInto } from '../../test/support/workspace-folder.ts';
import { initWorkspace } from './init-workspace.ts';
import { loadScenarios } from './load-scenarios.ts';
import { requireWorkspace } from './load-workspace.ts';

test('what it writes passes the check without an error or a warning', () => {
  const folder = join(temporaryFolder(), 'new', 'workspace');
  const written = initWorkspace(folder);
  expect(written.every((path) => existsSync(path))).toBe(true);
  expect(written).toContain(join(folder, 'concierge.yaml'));
  expect(problemsOf(folder)).toEqual([]);
  expect(loadScenarios(requireWorkspace(folder)).problems).toEqual([]);
});

test('where one of its files is there, it says which and writes nothing', () => {
  const folder = temporaryFolder();
  writeInto(folder, 'guardrails/health.yaml', 'mine\n');
  const failure = failureOf(() => initWorkspace(folder));
  expect(failure.code).toBe('usage');
  expect(failure.message).toBe(`Nothing was written: ${join(folder, 'guardrails/health.yaml')} is there already.`);
  expect(readdirSync(folder)).toEqual(['guardrails']);
});
