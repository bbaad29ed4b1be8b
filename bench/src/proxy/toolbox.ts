/** MCP Toolbox with one HTTP tool, as its documentation shows it. Its npm package carries a program of Go. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Command } from '../server-process.ts';
import { WORK } from '../workspace.ts';

function tools(system: string): string {
  return `kind: source
name: upstream
type: http
baseUrl: ${system}
allowedIpRanges: [127.0.0.1/32]
---
kind: tool
name: ticket
type: http
source: upstream
method: GET
path: /tickets/{{.number}}
description: Read one ticket by its number.
pathParams:
  - { name: number, type: string, description: The ticket’s number. }
`;
}

export function toolboxCommand(system: string, port: number): Command {
  mkdirSync(WORK, { recursive: true });
  const config = join(mkdtempSync(join(WORK, 'toolbox-')), 'tools.yaml');
  writeFileSync(config, tools(system));
  const args = ['--config', config, '--port', String(port), '--log-level', 'ERROR'];
  return {
    executable: executable(),
    args: [...args, '--disable-reload', '--disable-version-check'],
    url: `http://127.0.0.1:${port}/mcp`,
  };
}

/** @throws Error of Node.js where there is no package for this platform */
function executable(): string {
  const { resolve } = createRequire(import.meta.url);
  const inPackage = resolve(`@toolbox-sdk/server-${process.platform}-${process.arch}/package.json`);
  return join(dirname(inPackage), 'bin', process.platform === 'win32' ? 'toolbox.exe' : 'toolbox');
}
