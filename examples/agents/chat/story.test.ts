/** The whole story, as a newcomer runs it: the command, the real concierge over stdio, the sample company's data. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../../acme', import.meta.url));

/** Bare: no key of whoever runs the tests chooses another model. */
const ENVIRONMENT = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' };

const STORY_TIMEOUT_MS = 60_000;

type Ended = { readonly exitCode: number; readonly out: string; readonly err: string };

const folder = mkdtempSync(join(tmpdir(), 'chat-story-'));
const workspace = join(folder, 'acme');

beforeAll(() => cpSync(SAMPLE, workspace, { recursive: true, filter: (file) => basename(file) !== '.concierge' }));
afterAll(() => rmSync(folder, { recursive: true }));

describe('npm run -s chat', () => {
  let story: Ended;
  let scenes: string[];

  beforeAll(async () => {
    story = await run(['--workspace', workspace]);
    scenes = story.out.split('The chat platform says: ').slice(1);
  }, STORY_TIMEOUT_MS);

  it('succeeds, says that the model is scripted, and prints nothing but the story', () => {
    expect(story.err).toBe('');
    expect(story.exitCode).toBe(0);
    expect(story.out).toMatch(/^The agent is a scripted model, not a language model/);
    expect(story.out).toMatch(/Connected to cx_concierge over stdio \(MCP [\d-]+\)/);
    expect(scenes).toHaveLength(3);
  });

  it('answers a VVIP’s question, then introduces her Success Manager with the link', () => {
    const [scene = ''] = scenes;

    expect(scene).toMatch(/Customer: How do I invite[^\n]*\nAgent: {4}Open Settings/);
    expect(scene).toContain('→ get_escalation_contact {"customer_email":"aoife.brannigan@quillhaven.example"');
    expect(answerIn(scene)).toContain('Let me introduce Sarah Jenkins, Customer Success Manager');
    expect(answerIn(scene)).toContain('https://calendly.com/acme-sarah');
  });

  it('introduces the deputy of a Success Manager who is on leave, and says nothing of the leave', () => {
    const [, scene = ''] = scenes;

    expect(answerIn(scene)).toContain('Camille Laurent');
    expect(answerIn(scene)).toContain('standing in for your Success Manager');
    expect(answerIn(scene)).not.toMatch(/Marcus|leave/i);
  });

  it('has a team for somebody whom no system knows', () => {
    const [, , scene = ''] = scenes;

    expect(scene).toContain('"kind":"team"');
    expect(answerIn(scene)).toContain('Customer Success will look after you');
    expect(answerIn(scene)).toContain('https://calendly.com/acme-success');
  });

  it('says when they are back exactly where the card says that they are off hours', () => {
    for (const scene of scenes) {
      const offHours = scene.includes('"status":"off_hours"');

      expect(answerIn(scene).includes('available again on')).toBe(offHours);
      expect(answerIn(scene).includes('available right now')).toBe(!offHours);
    }
  });

  it('shows nothing that must never leave', () => {
    const listed = JSON.parse(readFileSync(join(SAMPLE, 'data/canaries.json'), 'utf8')) as Record<
      'text' | 'values',
      { tokens: string[]; otherForms?: string[] }[]
    >;
    const columns = [...listed.text, ...listed.values];
    const tokens = columns.flatMap(({ tokens: own, otherForms = [] }) => [...own, ...otherForms]);

    expect(tokens.length).toBeGreaterThan(0);
    expect(tokens.filter((token) => story.out.includes(token))).toEqual([]);
    expect(story.out).not.toMatch(/At Risk|Healthy|Churned/);
  });
});

it(
  'names everybody who looks after a customer',
  async () => {
    const { out, exitCode } = await run([
      '--workspace',
      workspace,
      '--email',
      'aoife.brannigan@quillhaven.example',
      'Who looks after us?',
    ]);

    expect(exitCode).toBe(0);
    expect(out).toContain('→ get_account_team ');
    expect(answerIn(out)).toContain('Sarah Jenkins');
    expect(answerIn(out)).toContain('Henrik Solberg');
  },
  STORY_TIMEOUT_MS,
);

it(
  'ends with a sentence and exit code 1 where the concierge does not start',
  async () => {
    const broken = join(folder, 'broken');
    cpSync(workspace, broken, { recursive: true, filter: (file) => basename(file) !== '.concierge' });
    writeFileSync(join(broken, 'concierge.yaml'), 'company: [');
    const { out, err, exitCode } = await run(['--workspace', broken, 'A person, please']);

    expect(exitCode).toBe(1);
    expect(out).not.toContain('Customer:');
    expect(err).toMatch(/concierge\.yaml:1:/);
    expect(err).toMatch(/chat: The concierge over .* did not start/);
    expect(err).not.toMatch(/^\s+at /m);
  },
  STORY_TIMEOUT_MS,
);

/** The agent's last words, unwrapped. */
function answerIn(scene: string): string {
  return scene.slice(scene.lastIndexOf('Agent:')).split(/\n\n/)[0]?.replaceAll(/\s+/g, ' ') ?? '';
}

function run(args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env: ENVIRONMENT }, (error, out, err) => {
      const exitCode = error === null ? 0 : Number(error.code ?? -1);
      resolve({ exitCode, out, err });
    });
  });
}
