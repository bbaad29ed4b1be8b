/**
 * Outcome → MCP tool result. The text is the one definition; the SDK's object is that text, parsed, so that both ways
 * to answer say the same. Assembled by concatenation: the card's JSON was made once and is not made again.
 */
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Answered, Mend } from '../../answer/ask.ts';
import type { AssertionTrouble } from '../../caller/assertion.ts';
import type { ResultText } from '../endpoint.ts';

/** Key in a result's `_meta`: `expired`, `invalid` or `missing`, so that the platform can mend its assertion. */
export const ASSERTION_META_KEY = 'cx-concierge/assertion';

export function toolResultText(outcome: Answered | Mend): ResultText {
  return { meta: metaMembers(outcome.trouble), members: outcome.kind === 'answered' ? card(outcome) : mend(outcome) };
}

export function toolResult(outcome: Answered | Mend): CallToolResult {
  const { meta, members } = toolResultText(outcome);
  return JSON.parse(meta === '' ? `{${members}}` : `{"_meta":{${meta}},${members}}`) as CallToolResult;
}

function card({ json, assistantOnly }: Answered): string {
  const annotations = assistantOnly ? ',"annotations":{"audience":["assistant"]}' : '';
  return `"content":[{"type":"text","text":${JSON.stringify(json)}${annotations}}],"structuredContent":${json}`;
}

function mend({ message, meanwhile }: Mend): string {
  if (meanwhile === null) return `"content":[${textBlock(message)}],"isError":true`;
  const text = `${message} Until then, this contact serves: ${meanwhile.json}`;
  return `"content":[${textBlock(text)}],"structuredContent":${meanwhile.json},"isError":true`;
}

function textBlock(text: string): string {
  return `{"type":"text","text":${JSON.stringify(text)}}`;
}

function metaMembers(trouble: AssertionTrouble | null): string {
  return trouble === null ? '' : `"${ASSERTION_META_KEY}":"${trouble}"`;
}
