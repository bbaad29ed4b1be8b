/**
 * What a client may read beside the tools, over the SDK: resources and prompts of the caller's menu. Static text of the release, the
 * same way in as `tools/list`; about no customer, so nothing of it is recorded.
 */
import type {
  GetPromptResult,
  ListPromptsResult,
  ListResourcesResult,
  ReadResourceResult,
  Server,
} from '@modelcontextprotocol/server';
import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from '@modelcontextprotocol/server';
import type { Menu, ResourceText } from '../../services/tool.ts';

/** Runs a handler so that nothing of a defect leaves. */
type Seal = <Result>(work: () => Result) => Promise<Result>;

/** The capability of prompts must be declared where `prompts` is true, that of resources always. */
export function serveReading(server: Server, menu: () => Menu, prompts: boolean, seal: Seal): void {
  server.setRequestHandler('resources/list', ({ params }) => seal(() => listResources(menu(), params?.cursor)));
  server.setRequestHandler('resources/templates/list', ({ params }) =>
    seal(() => (onePage(params?.cursor), { resourceTemplates: [] })),
  );
  server.setRequestHandler('resources/read', ({ params }) => seal(() => readResource(menu(), params.uri)));
  if (!prompts) return;
  server.setRequestHandler('prompts/list', ({ params }) => seal(() => listPrompts(menu(), params?.cursor)));
  server.setRequestHandler('prompts/get', ({ params }) => seal(() => getPrompt(menu(), params.name)));
}

/** Every list is one page, so there is no cursor that was given out. */
export function onePage(cursor: string | undefined): void {
  if (cursor !== undefined) throw invalidParams('Leave out cursor: the list has one page.');
}

export function invalidParams(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}

function listResources({ resources }: Menu, cursor: string | undefined): ListResourcesResult {
  onePage(cursor);
  return { resources: resources.map(described) };
}

/** For the model, not to be shown to a customer. */
function described({ uri, name, title, description, text }: ResourceText) {
  const annotations = { audience: ['assistant' as const] };
  return { uri, name, title, description, mimeType: MARKDOWN, size: Buffer.byteLength(text), annotations };
}

const MARKDOWN = 'text/markdown';

function readResource({ resources }: Menu, uri: string): ReadResourceResult {
  const found = resources.find((each) => each.uri === uri);
  if (found !== undefined) return { contents: [{ uri, mimeType: MARKDOWN, text: found.text }] };
  throw new ResourceNotFoundError(
    uri.slice(0, 200),
    `There is no such resource here. ${there(resources.map((each) => each.uri))}`,
  );
}

function listPrompts({ prompts }: Menu, cursor: string | undefined): ListPromptsResult {
  onePage(cursor);
  return { prompts: prompts.map(({ name, title, description }) => ({ name, title, description })) };
}

function getPrompt({ prompts }: Menu, name: string): GetPromptResult {
  const found = prompts.find((each) => each.name === name);
  if (found === undefined)
    throw invalidParams(`There is no such prompt here. ${there(prompts.map((each) => each.name))}`);
  const { description, text } = found;
  return { description, messages: [{ role: 'user', content: { type: 'text', text } }] };
}

function there(names: readonly string[]): string {
  return names.length === 0 ? 'There is none.' : `There is: ${names.join(', ')}.`;
}
