/** Which questions a gate asks: everything by which rows could decide otherwise, and no more than it says. */
import { expect, it } from 'vitest';
import type { Edit } from '../../test/support/workspace-folder.ts';
import { workspaceFolder } from '../../test/support/workspace-folder.ts';
import type { PreparedRelease } from '../answer/prepared-release.ts';
import { prepareRelease } from '../answer/prepared-release.ts';
import { requireWorkspace } from '../config/load-workspace.ts';
import { releaseOf } from '../config/release.ts';
import type { GateQuestions } from './gate-questions.ts';
import { gateQuestions, MOST_QUESTIONS, plainQuestionAlone } from './gate-questions.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const C = 'concierge.yaml';
const COMPANY: Edit = { file: C, old: 'company: Your Company', now: 'company: Kirk & Co' };

const rows = (...before: readonly string[]): Edit => ({
  file: 'guardrails/escalation.yaml',
  old: 'rules:\n',
  now: ['rules:', ...before, ''].join('\n'),
});

function release(...edits: readonly Edit[]): PreparedRelease {
  const workspace = requireWorkspace(workspaceFolder(edits));
  return prepareRelease(workspace, releaseOf(workspace).id, '2026-11-23T09:00:00Z');
}

function said({ questions }: GateQuestions): readonly string[] {
  return questions.map(({ topic, urgency, audience, language }) =>
    [topic, urgency === 'normal' ? null : urgency, audience === 'customers' ? null : audience, language]
      .filter((one) => one !== null)
      .join(' '),
  );
}

const row = (id: string, when: string, also = ''): string =>
  `  - { id: ${id}, when: { ${when} }, route: [team:sales], reason: your_team${also} }`;

it('asks urgently whatever the rows say: it passes over who is closed', () => {
  expect(said(gateQuestions({ live: release(), draft: release(COMPANY) }, NOW))).toContain('urgent');
});

it('asks only what can be answered otherwise, where rows alone differ', () => {
  const live = release();
  const draft = release(rows(row('odd', 'topic: technical, audience: partners')));
  expect(said(gateQuestions({ live, draft }, NOW))).toEqual(['', 'technical partners', 'technical urgent partners']);
});

it('asks once for values that nothing tells apart: billing is as good as no topic', () => {
  const edit = rows(row('odd', 'topic: { not: technical, missing: yes }'));
  const asked = said(gateQuestions({ live: release(edit), draft: release(edit, COMPANY) }, NOW));
  expect(asked.filter((one) => !one.includes('urgent'))).toEqual(['', 'commercial', 'technical']);
});

it('asks in each language where people are matched by it', () => {
  const edit = rows(row('odd', 'account.tier: VIP', ', match: { require: [language] }'));
  const asked = said(gateQuestions({ live: release(), draft: release(edit) }, NOW));
  expect(asked).toContain('en');
  expect(said(gateQuestions({ live: release(), draft: release(COMPANY) }, NOW))).not.toContain('en');
});

it('asks no more than it says, and names the rest, which says the most', () => {
  const topics = Array.from({ length: 30 }, (_, index) => `topic-${index}`);
  const edits: readonly Edit[] = [
    {
      file: C,
      old: 'topics: [billing, commercial, technical]',
      now: `topics: [billing, commercial, technical, ${topics.join(', ')}]`,
    },
    rows(...topics.map((topic) => row(`on-${topic}`, `topic: ${topic}, audience: partners`))),
  ];
  const { questions, unasked } = gateQuestions({ live: release(...edits), draft: release(...edits, COMPANY) }, NOW);
  expect(questions.length).toBe(MOST_QUESTIONS);
  expect(unasked).toEqual([
    ['topic', 'urgency'],
    ['topic', 'audience'],
    ['topic', 'urgency', 'audience'],
  ]);
});

it('names the moment, and how the customer was matched', () => {
  const edit = rows(row('odd', 'asked.date: 2026-12-24, match.by: email'));
  const releases = { live: release(), draft: release(edit) };
  expect(gateQuestions(releases, NOW).unasked).toEqual([['asked.date'], ['match.by']]);
  expect(plainQuestionAlone(releases, NOW).unasked).toEqual([['topic'], ['urgency'], ['asked.date'], ['match.by']]);
});
