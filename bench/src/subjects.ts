/** What is measured: programs, and the dialect in which each is asked. */
import { join } from 'node:path';
import type { Dialect } from './calls.ts';

export type ProgramName = 'raw' | 'concierge' | 'sdk_mcp_server' | 'sdk_server' | 'mcp_lite';

/** One row of the report. A subject has a server process to itself. */
export type Subject = { readonly program: ProgramName; readonly dialect: Dialect };

export const SUBJECTS: readonly Subject[] = [
  { program: 'raw', dialect: 'modern' },
  { program: 'concierge', dialect: 'modern' },
  { program: 'sdk_mcp_server', dialect: 'modern' },
  { program: 'sdk_server', dialect: 'modern' },
  { program: 'raw', dialect: 'legacy' },
  { program: 'concierge', dialect: 'legacy' },
  { program: 'sdk_mcp_server', dialect: 'legacy' },
  { program: 'sdk_server', dialect: 'legacy' },
  { program: 'mcp_lite', dialect: '2025_06_18' },
  { program: 'mcp_lite', dialect: '2025_06_18_json' },
];

export const PRODUCT = join(import.meta.dirname, '..', '..', 'src', 'main.ts');

const PROGRAMS = join(import.meta.dirname, '..', 'programs');

const FILES: Record<Exclude<ProgramName, 'concierge'>, string> = {
  raw: 'raw.ts',
  sdk_mcp_server: 'sdk-mcp-server.ts',
  sdk_server: 'sdk-server.ts',
  mcp_lite: 'mcp-lite.ts',
};

/** What a program is started on: the product on its workspace, the others on replies that were made before. */
export type Inputs = { readonly workspace: string; readonly readyMade: string };

export function commandOf(program: ProgramName, { workspace, readyMade }: Inputs): readonly string[] {
  return program === 'concierge'
    ? [PRODUCT, 'start', workspace, '--port', '0']
    : [join(PROGRAMS, FILES[program]), readyMade];
}

export function labelOf({ program, dialect }: Subject): string {
  return `${program} ${dialect}`;
}
