/**
 * A tool of `cx_concierge` as a descriptor: what an agent reads in the menu, and how its arguments are read.
 * Resolved once from its name; below that nothing asks for the name again.
 */
import type { AccountHint } from '../account/reference.ts';
import type { Scope } from '../caller/caller.ts';
import type { Json } from '../base/json.ts';
import type { Urgency } from '../facts/frame.ts';
import type { ToolName } from '../config/workspace.ts';

/** A tool as `tools/list` shows it. JSON in wire names. */
export type ToolDefinition = {
  readonly name: ToolName;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly [key: string]: Json };
  readonly outputSchema: { readonly type: 'object'; readonly [key: string]: Json };
  readonly annotations: { readonly [hint: string]: Json };
  readonly icons: readonly { readonly src: string; readonly mimeType: string; readonly sizes: readonly string[] }[];
};

/** A call's arguments after they were read. The identity is apart: binding decides what becomes of it. */
export type ToolRequest = {
  readonly topic: string | null;
  readonly language: string | null;
  readonly urgency: Urgency;
};

export type ReadArguments =
  | { readonly kind: 'read'; readonly identity: AccountHint; readonly request: ToolRequest }
  /** One sentence that says how to mend the call. */
  | { readonly kind: 'malformed'; readonly mend: string };

export type ToolDescriptor = {
  readonly definition: ToolDefinition;
  /** What a token must allow for it. */
  readonly scope: Scope;
  readonly readArguments: (given: unknown) => ReadArguments;
  /** Names somebody whatever the call lacks. */
  readonly alwaysAnswers: boolean;
  /** The content is for the agent's own judgement, not to be repeated to the customer. */
  readonly assistantOnly: boolean;
};
