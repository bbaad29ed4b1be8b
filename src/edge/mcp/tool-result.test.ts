import { describe, expect, test } from 'vitest';
import type { Answered, Mend } from '../../answer/ask.ts';
import { toolResult, toolResultText } from './tool-result.ts';

const card = { status: 'Healthy', as_of: '2026-11-23T07:58:12Z' } as const;
const json = JSON.stringify(card);
const answered: Answered = { kind: 'answered', card, json, trouble: null, assistantOnly: false };
const mend: Mend = { kind: 'mend', message: 'Say who.', meanwhile: null, trouble: null, retryAfterS: null };

describe('an outcome as a tool result', () => {
  const cells = [
    {
      why: 'the text holds the same JSON as the structured content',
      outcome: answered,
      result: { content: [{ type: 'text', text: json }], structuredContent: card },
    },
    {
      why: 'for the agent’s own judgement',
      outcome: { ...answered, assistantOnly: true },
      result: {
        content: [{ type: 'text', text: json, annotations: { audience: ['assistant'] } }],
        structuredContent: card,
      },
    },
    {
      why: 'what is wrong with the assertion',
      outcome: { ...answered, trouble: 'expired' as const },
      result: {
        _meta: { 'cx-concierge/assertion': 'expired' },
        content: [{ type: 'text', text: json }],
        structuredContent: card,
      },
    },
    {
      why: 'one sentence that mends the call',
      outcome: mend,
      result: { content: [{ type: 'text', text: 'Say who.' }], isError: true },
    },
    {
      why: 'somebody to route to meanwhile',
      outcome: { ...mend, meanwhile: { card, json }, trouble: 'missing' as const },
      result: {
        _meta: { 'cx-concierge/assertion': 'missing' },
        content: [{ type: 'text', text: `Say who. Until then, this contact serves: ${json}` }],
        structuredContent: card,
        isError: true,
      },
    },
    {
      why: 'when to come back',
      outcome: { ...mend, meanwhile: { card, json }, retryAfterS: 12 },
      result: {
        _meta: { 'cx-concierge/retry_after_s': 12 },
        content: [{ type: 'text', text: `Say who. Until then, this contact serves: ${json}` }],
        structuredContent: card,
        isError: true,
      },
    },
  ];

  test.each(cells)('$why', ({ outcome, result }) => {
    expect(JSON.stringify(toolResult(outcome))).toBe(JSON.stringify(result));
  });

  test('the text has what the object has, without `_meta` and braces', () => {
    const { meta, members } = toolResultText({ ...answered, trouble: 'invalid' });
    expect(meta).toBe('"cx-concierge/assertion":"invalid"');
    expect(JSON.parse(`{${members}}`)).toEqual(toolResult(answered));
  });
});
