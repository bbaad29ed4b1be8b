/**
 * Outcome → MCP tool result. The text is the one definition; the SDK's object is that text, parsed, so that both ways
 * to answer say the same. Assembled by concatenation: the card's JSON was made once and is not made again.
 */
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Answered, Mend } from '../../answer/ask.ts';
import type { ResultText } from '../endpoint.ts';

/** Key in a result's `_meta`: `expired`, `invalid` or `missing`, so that the platform can mend its assertion. */
export const ASSERTION_META_KEY = 'cx-concierge/assertion';

/** Key in a result's `_meta`: in how many seconds to come back, where the caller's budget is used up. */
export const RETRY_META_KEY = 'cx-concierge/retry_after_s';

export function toolResultText(outcome: Answered | Mend): ResultText {
  return { meta: metaMembers(outcome), members: outcome.kind === 'answered' ? card(outcome) : mend(outcome) };
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

function metaMembers(outcome: Answered | Mend): string {
  const retryAfterS = outcome.kind === 'mend' ? outcome.retryAfterS : null;
  return [
    ...(outcome.trouble === null ? [] : [`"${ASSERTION_META_KEY}":"${outcome.trouble}"`]),
    ...(retryAfterS === null ? [] : [`"${RETRY_META_KEY}":${retryAfterS}`]),
  ].join(',');
}
