/** A tool call and what came back, as the people who watch the conversation want to see it. */
import type { ContentPart, ToolSet } from 'ai';
import { z } from 'zod';
import { reasonOf } from './failure.ts';

export type Lookup = {
  readonly tool: string;
  readonly input: unknown;
  /** False where the server called its result an error, or there was none. */
  readonly ok: boolean;
  /** The card, parsed; an error's sentence where there is none. */
  readonly card: unknown;
};

const mcpResult = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().optional(),
});

/** The look-ups of one step of the agent, in order. */
export function lookupsIn(content: readonly ContentPart<ToolSet>[]): Lookup[] {
  return content.flatMap((part) => {
    if (part.type !== 'tool-result' && part.type !== 'tool-error') return [];
    const input: unknown = part.input;
    const answer = part.type === 'tool-result' ? answerOf(part.output) : { ok: false, card: reasonOf(part.error) };
    return [{ tool: part.toolName, input, ...answer }];
  });
}

function answerOf(output: unknown): Pick<Lookup, 'ok' | 'card'> {
  const { success, data } = mcpResult.safeParse(output);
  if (!success) return { ok: false, card: 'not an MCP result' };
  const text = data.content.map((block) => block.text ?? '').join('\n');
  return { ok: data.isError !== true, card: data.structuredContent ?? text };
}
