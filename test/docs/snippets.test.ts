/**
 * Programs of the guides that state who the customer is: each is run as it stands, after the blocks before it in its section,
 * and what it prints must be verified as that customer's. Where its language isn't there, its test is skipped and says so.
 */
import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { AssertionOutcome } from '../../src/caller/assertion.ts';
import { assertionJudge } from '../../src/caller/judge-assertion.ts';
import { callersOf } from '../../src/cli/callers/callers.ts';
import { readConfiguration } from '../../src/cli/configured.ts';
import { CONCIERGE } from '../../src/config/workspace.ts';
import { servicePaths } from '../../src/edge/mcp/service.ts';
import { ROOT } from '../support/cli.ts';
import type { Block } from './blocks.ts';
import { GUIDES, guideText, sectionsOf } from './blocks.ts';
import { runBlock } from './run-block.ts';
import type { Stage } from './stage.ts';
import { closeStages, openStage } from './stage.ts';

afterAll(closeStages);

const run = promisify(execFile);

type Language = {
  readonly file: string;
  readonly command: readonly [program: string, ...args: readonly string[]];
  /** What must run without an error where the language is there. */
  readonly probe: readonly [program: string, ...args: readonly string[]];
  readonly needs: string;
};

const LANGUAGES: Readonly<Record<string, Language>> = {
  ts: {
    file: 'program.ts',
    command: [process.execPath, 'program.ts'],
    probe: [process.execPath, '--version'],
    needs: 'Node.js',
  },
  py: {
    file: 'program.py',
    command: ['python3', 'program.py'],
    probe: ['python3', '-c', 'import cryptography, jwt; jwt.encode'],
    needs: 'python3 with PyJWT and cryptography',
  },
  go: { file: 'program.go', command: ['go', 'run', 'program.go'], probe: ['go', 'version'], needs: 'go' },
};

/** Nothing is fetched: a program has what it has. */
const ENV = { ...process.env, GOTOOLCHAIN: 'local', GOPROXY: 'off', GOFLAGS: '-mod=mod' };

function isThere({ probe: [program, ...args] }: Language): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore', env: ENV });
    return true;
  } catch {
    return false;
  }
}

type Snippet = { readonly block: Block; readonly before: readonly Block[] };

const SNIPPETS: readonly Snippet[] = GUIDES.flatMap((guide) =>
  sectionsOf(guide, guideText(guide)).flatMap(({ blocks }) =>
    blocks.flatMap((block, index) =>
      block.kind in LANGUAGES
        ? [{ block, before: blocks.slice(0, index).filter(({ kind }) => !(kind in LANGUAGES)) }]
        : [],
    ),
  ),
);

describe.each(Object.entries(LANGUAGES))('%s', (kind, language) => {
  const there = isThere(language);
  const missing = there ? '' : ` (skipped: no ${language.needs} here)`;
  const snippets = SNIPPETS.filter(({ block }) => block.kind === kind);

  it('is in the guides', () => {
    expect(snippets).not.toEqual([]);
  });

  it.skipIf(!there).each(snippets)(`$block.place states who the customer is${missing}`, async ({ block, before }) => {
    const stage = await openStage();
    for (const each of before) {
      const { saw, wanted } = await runBlock(each, stage);
      expect(saw).toBe(wanted);
    }
    const printed = await ran(block.text, language, stage);
    const token = /^Concierge-Customer: (\S+)$/m.exec(printed)?.[1] ?? '';
    const subject = { type: 'account_id', value: '001Hs00003QQCZHIA5' };
    expect(await judged(token, stage)).toMatchObject({ kind: 'verified', subject });
  });
});

async function ran(text: string, { file, command }: Language, { folder }: Stage): Promise<string> {
  const minting = pathToFileURL(join(ROOT, 'src/caller/mint-assertion.ts')).href;
  writeFileSync(join(folder, file), text.replace('cx-concierge/assertion', minting));
  const [program, ...args] = command;
  const { stdout } = await run(program, args, { cwd: folder, env: ENV });
  return stdout;
}

/** As a server judges it that serves the stage's workspace. */
async function judged(token: string, { folder }: Stage): Promise<AssertionOutcome> {
  const { deployment, workspace } = readConfiguration({ dir: 'examples/acme' }, { cwd: folder });
  const audiences = servicePaths(CONCIERGE, workspace.tenant).map((path) => `${deployment.publicUrl}${path}`);
  const caller = callersOf(workspace).get(String(decodeJwt(token)['client_id']));
  if (caller === undefined) throw new Error('It is of no caller.');
  return await assertionJudge({ audiences, clock: systemClock })(caller, { [caller.carrier]: token });
}
