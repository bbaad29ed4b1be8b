/**
 * How much of a model's attention a menu takes, and what in it makes models choose wrongly. Tokens are counted as a quarter of
 * the characters, which is near enough for every tokenizer to compare by. Pure.
 */
import type { Menu, ToolDefinition } from './tool.ts';

const CHARACTERS_A_TOKEN = 4;
/** More tools than this and models begin to take the wrong one. */
const MANY_TOOLS = 20;
const LARGE_TOOL = 800;
const LARGE_MENU = 6_000;
/** Of the words of two descriptions, how many both have, of all that either has. */
const ALIKE = 0.7;

export type MenuSize = {
  /** By name. */
  readonly tools: Readonly<Record<string, number>>;
  /** Of instructions and tools. What a client reads only when it wants to isn't in it. */
  readonly total: number;
};

export function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_A_TOKEN);
}

export function menuSize({ definitions, instructions }: Menu): MenuSize {
  const tools = Object.fromEntries(definitions.map((one) => [one.name, tokensOf(readByModel(one))]));
  return { tools, total: Object.values(tools).reduce((sum, tokens) => sum + tokens, tokensOf(instructions)) };
}

/** Clients give a model name, description and input; icons and annotations are theirs. */
function readByModel({ name, description, inputSchema }: ToolDefinition): string {
  return JSON.stringify({ name, description, inputSchema });
}

/** Sentences for whoever designs the menu. */
export function menuWarnings(menu: Menu): readonly string[] {
  const { definitions } = menu;
  const { tools, total } = menuSize(menu);
  return [
    ...(definitions.length > MANY_TOOLS
      ? [`${definitions.length} tools: beyond ${MANY_TOOLS} models begin to take the wrong one. Make two services.`]
      : []),
    ...(total > LARGE_MENU
      ? [`About ${total} tokens before anybody has asked anything. Shorten descriptions, or leave tools out.`]
      : []),
    ...Object.entries(tools)
      .filter(([, tokens]) => tokens > LARGE_TOOL)
      .map(([name, tokens]) => `${name}: about ${tokens} tokens. Fix arguments that nobody needs, shorten the rest.`),
    ...alike(definitions),
    ...definitions.flatMap(undescribed),
  ];
}

function alike(definitions: readonly ToolDefinition[]): readonly string[] {
  return definitions.flatMap((one, index) =>
    definitions
      .slice(index + 1)
      .filter((other) => likeness(one.description, other.description) >= ALIKE)
      .map((other) => `${one.name} and ${other.name}: their descriptions are alike. Say when to take which.`),
  );
}

function likeness(one: string, other: string): number {
  const [first, second] = [wordsOf(one), wordsOf(other)];
  const shared = [...first].filter((word) => second.has(word)).length;
  return shared / Math.max(1, first.size + second.size - shared);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu));
}

function undescribed({ name, inputSchema }: ToolDefinition): readonly string[] {
  const bare = Object.entries(inputSchema['properties'] ?? {}).filter(
    ([, schema]) => typeof schema === 'object' && schema !== null && !('description' in schema),
  );
  return bare.map(([argument]) => `${name}: nothing says what \`${argument}\` is.`);
}
