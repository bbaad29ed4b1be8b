/** What is measured: programs, the dialect in which each is asked, and how the load gets in. */
import { join } from 'node:path';
import type { Dialect } from './calls.ts';
import type { Way } from './ways.ts';

export type ProgramName = 'raw' | 'concierge' | 'sdk_mcp_server' | 'sdk_server' | 'mcp_lite';

/** One row of a report. A subject has a server process to itself. */
export type Contestant = { readonly program: string; readonly dialect: Dialect; readonly way: Way };
export type Subject = Contestant & { readonly program: ProgramName };

export const SUBJECTS: readonly Subject[] = [
  { program: 'raw', dialect: 'modern', way: 'open' },
  { program: 'concierge', dialect: 'modern', way: 'open' },
  { program: 'concierge', dialect: 'modern', way: 'key' },
  { program: 'concierge', dialect: 'modern', way: 'jwt' },
  { program: 'concierge', dialect: 'modern', way: 'new_jwt' },
  { program: 'concierge', dialect: 'modern', way: 'bound' },
  { program: 'sdk_mcp_server', dialect: 'modern', way: 'open' },
  { program: 'sdk_server', dialect: 'modern', way: 'open' },
  { program: 'raw', dialect: 'legacy', way: 'open' },
  { program: 'concierge', dialect: 'legacy', way: 'open' },
  { program: 'sdk_mcp_server', dialect: 'legacy', way: 'open' },
  { program: 'sdk_server', dialect: 'legacy', way: 'open' },
  { program: 'mcp_lite', dialect: '2025_06_18', way: 'open' },
  { program: 'mcp_lite', dialect: '2025_06_18_json', way: 'open' },
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
export type Inputs = {
  readonly workspace: string;
  readonly readyMade: string;
  /** Any free one when left out. */
  readonly port?: number;
};

export function commandOf(program: ProgramName, { workspace, readyMade, port = 0 }: Inputs): readonly string[] {
  return program === 'concierge'
    ? [PRODUCT, 'start', workspace, '--port', String(port)]
    : [join(PROGRAMS, FILES[program]), readyMade];
}

export function labelOf({ program, dialect, way }: Contestant): string {
  return way === 'open' ? `${program} ${dialect}` : `${program} ${dialect} ${way}`;
}
