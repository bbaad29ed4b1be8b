/**
 * A tool of a service as a descriptor: what an agent reads in the menu, and how its arguments are read.
 * Resolved once from its name; below that nothing asks for the name again.
 */
import type { AccountHint } from '../account/reference.ts';
import type { Scope } from '../caller/caller.ts';
import type { Json } from '../base/json.ts';
import type { ToolName } from '../config/workspace.ts';
import type { Urgency } from '../facts/frame.ts';
import type { Input } from '../sources/kit/http/operation.ts';
import type { SystemSource } from '../sources/declaration.ts';
import type { AskedOperation } from './ask-system.ts';
import type { ServiceTool } from './declaration.ts';
import type { ShapeRow } from './shape-rows.ts';

export type ObjectSchema = { readonly type: 'object'; readonly [key: string]: Json };

/** A tool as `tools/list` shows it. JSON in wire names. */
export type ToolDefinition = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ObjectSchema;
  readonly outputSchema: ObjectSchema;
  readonly annotations: { readonly [hint: string]: Json };
  readonly icons?: readonly { readonly src: string; readonly mimeType: string; readonly sizes: readonly string[] }[];
};

/** What one kind of caller is offered of a service. */
export type Menu<Tool extends ToolDescriptor = ToolDescriptor> = {
  readonly tools: ReadonlyMap<string, Tool>;
  readonly definitions: readonly ToolDefinition[];
  readonly instructions: string;
  readonly resources: readonly ResourceText[];
  readonly prompts: readonly PromptText[];
};

/** Text that an agent may read beside the tools. Made of the menu, so that it tells of nothing that the menu hides. */
export type ResourceText = {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Markdown. */
  readonly text: string;
};

/** Words for a model to work by, which a client offers by name. Takes no arguments. */
export type PromptText = Pick<ResourceText, 'name' | 'title' | 'description' | 'text'>;

/** A call's arguments after they were read. The identity is apart: binding decides what becomes of it. */
export type ToolRequest = {
  readonly topic: string | null;
  readonly language: string | null;
  readonly urgency: Urgency;
  /** What a system is asked for. No record holds it: customers write there. */
  readonly input?: Input;
};

export type ReadArguments =
  | { readonly kind: 'read'; readonly identity: AccountHint; readonly request: ToolRequest }
  /** One sentence that says how to mend the call. */
  | { readonly kind: 'malformed'; readonly mend: string };

type AnyTool = {
  readonly definition: ToolDefinition;
  /** What a token must allow for it. */
  readonly scope: Scope;
  readonly readArguments: (given: unknown) => ReadArguments;
  /** The content is for the agent's own judgement, not to be repeated to the customer. */
  readonly assistantOnly: boolean;
  /** Nothing can be said unless somebody says which customer is meant. */
  readonly needsCustomer: boolean;
};

/** One of `cx_concierge`. */
export type ConciergeTool = AnyTool & {
  readonly kind: 'concierge';
  readonly name: ToolName;
  /** Names somebody whatever the call lacks. */
  readonly alwaysAnswers: boolean;
};

/** One that asks a system. */
export type OperationTool = AnyTool & {
  readonly kind: 'operation';
  readonly alwaysAnswers: false;
  readonly asks: ServiceTool;
  readonly source: SystemSource;
  readonly operation: AskedOperation;
  readonly shape: ShapeRow;
  /** The same for rows that were shaped before. */
  readonly shapeAgain: ShapeRow;
};

export type ToolDescriptor = ConciergeTool | OperationTool;
