/**
 * Which tool of the menu fits a wish, and what to pass. All it goes by is what the server lists: names, the first
 * sentence of the descriptions, and the properties of the input schemas.
 */
import type { LanguageModelV4CallOptions, LanguageModelV4FunctionTool } from '@ai-sdk/provider';
import { z } from 'zod';

type Listed = NonNullable<LanguageModelV4CallOptions['tools']>[number];

const SIGNS = {
  person: /\b(human|person|escalat\w*|rout(e|ing)|contact|hand\w* over|introduce)\b/gi,
  team: /\b(people|team|contacts|look\w* after|roles?)\b/gi,
} as const;

/** The tool with the most signs of the wish in its purpose, the earlier of two; none where no tool has any. */
export function pickTool(
  wish: 'person' | 'team' | 'beyond_me',
  tools: readonly Listed[],
): LanguageModelV4FunctionTool | undefined {
  const signs = SIGNS[wish === 'team' ? 'team' : 'person'];
  const fitting = tools
    .filter((tool) => tool.type === 'function')
    .map((tool) => ({ tool, fits: purpose(tool).match(signs)?.length ?? 0 }))
    .filter(({ fits }) => fits > 0);
  return fitting.toSorted((one, other) => other.fits - one.fits)[0]?.tool;
}

/** Later sentences say when not to use a tool, or name others. */
function purpose({ name, description = '' }: LanguageModelV4FunctionTool): string {
  const firstSentence = /^.*?[.:](?=\s|$)/s.exec(description)?.[0] ?? description;
  return `${name.replaceAll(/[_-]/g, ' ')} ${firstSentence}`;
}

const inputSchemaShape = z.object({
  properties: z
    .record(z.string(), z.object({ enum: z.array(z.unknown()).default([]) }).catch({ enum: [] }))
    .default({}),
});

/** The customer by the platform's word; the rest from what was said, where the schema has a place for it. */
export function argumentsFor(
  tool: LanguageModelV4FunctionTool,
  said: string,
  email: string | null,
): Record<string, string> {
  const { properties } = inputSchemaShape.parse(tool.inputSchema);
  const given: Record<string, string> = {};
  for (const [name, schema] of Object.entries(properties)) {
    const value = argument(name, schema.enum, said, email);
    if (value !== null) given[name] = value;
  }
  return given;
}

function argument(name: string, allowed: readonly unknown[], said: string, email: string | null): string | null {
  if (/email/i.test(name)) return email;
  if (/^language$/i.test(name)) return 'en'; // the only one that the script speaks
  const mentioned = allowed.find((word) => typeof word === 'string' && mentions(said, word));
  return typeof mentioned === 'string' ? mentioned : null;
}

function mentions(said: string, word: string): boolean {
  return said
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .includes(word.toLowerCase());
}
