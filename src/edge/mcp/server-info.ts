/**
 * What an MCP server says of itself. The 2026 revision repeats it in every result, so it has no icon (the tools carry
 * one) and no website.
 */
import { VERSION } from '../../base/version.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import type { ServiceDeclaration } from '../../services/declaration.ts';

export type ServerInfo = { readonly name: string; readonly version: string; readonly title: string };

const SERVER_INFO: ServerInfo = { name: CONCIERGE, version: VERSION, title: 'Concierge' };

export function serverInfoOf(service: string, declared: readonly ServiceDeclaration[]): ServerInfo {
  const title = declared.find(({ name }) => name === service)?.title;
  return title === undefined ? SERVER_INFO : { name: service, version: VERSION, title };
}
