import { join } from 'node:path';
import { expect, test } from 'vitest';
import { problemText } from '../base/problem.ts';
import { temporaryFolder, writeInto } from '../../test/support/workspace-folder.ts';
import { clientProblems } from './client-problems.ts';

const CALLERS = ['website-chat', 'support-copilot'];

function problemsOf(yaml: string, callers = CALLERS): readonly string[] {
  const folder = temporaryFolder();
  writeInto(folder, 'deployment.yaml', yaml);
  const problems = clientProblems(join(folder, 'deployment.yaml'), callers);
  return problems.map((problem) => problemText(problem).replace(/^.*deployment\.yaml:/, ''));
}

test.each<readonly [why: string, yaml: string, says: readonly string[]]>([
  ['a deployment that has none', 'auth: open', []],
  ['callers that are declared', 'auth: { oauth: { clients: { a: website-chat, b: website-chat } } }', []],
  [
    'one that is misspelt',
    'auth:\n  oauth:\n    clients:\n      0oa1: website-chat\n      0oa2: website-cat\n',
    ['5:13: error: There is no caller `website-cat` in the workspace. Did you mean `website-chat`?'],
  ],
])('%s', (_why, yaml, says) => {
  expect(problemsOf(yaml)).toEqual(says);
});

test('a workspace without callers', () => {
  expect(problemsOf('auth: { oauth: { clients: { a: website-chat } } }', [])).toEqual([
    '1:32: error: There is no caller `website-chat` in the workspace. No caller is declared yet.',
  ]);
});
