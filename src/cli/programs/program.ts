/**
 * The command line: which commands there are and what each takes. Commands load when they are called.
 * Results go to stdout, messages to stderr; exit codes are those of `base/failure.ts`.
 */
import { Command, CommanderError } from 'commander';
import { EXIT_CODES, Failure } from '../../base/failure.ts';
import { VERSION } from '../../base/version.ts';
import { addAudit } from './audit-program.ts';
import { addCallers } from './caller-program.ts';
import type { ExplainOptions } from '../commands/explain.ts';
import type { ImportCommandOptions } from '../commands/import.ts';
import type { StartOptions } from '../commands/start.ts';
import type { StdioOptions } from '../commands/stdio.ts';
import { port } from './common-options.ts';
import type { CommandContext } from '../context.ts';
import { addCoverage } from './coverage-program.ts';
import { addDemo } from './demo-program.ts';
import { addDoctor } from './doctor-program.ts';
import { addGuardrails } from './guardrails-program.ts';
import { addKey } from './key-program.ts';
import { addPage } from './page-program.ts';
import { causeText, framesOf } from '../log/log-cause.ts';
import { addReadyServices } from './ready-service-program.ts';
import { addReleases } from './release-program.ts';
import { addServices } from './service-program.ts';
import { addStatus } from './status-program.ts';
import { addSources } from './source-program.ts';
import { addSync } from './sync-program.ts';
import { addTest } from './test-program.ts';
import { addSimulate } from './simulate-program.ts';
import { addWrap } from './wrap-program.ts';

const DEFECT = 1;

/** Runs one command line; resolves with the exit code. Never throws. */
export async function run(args: readonly string[], context: CommandContext): Promise<number> {
  let exitCode = 0;
  const program = concierge(context, (code) => (exitCode = code));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return explainError(error, context);
  }
}

/** Of an error that nobody foresaw its kind alone: its message may quote whatever it stumbled over. */
function explainError(error: unknown, { err, env }: CommandContext): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODES.usage;
  if (error instanceof Failure) {
    err([error.message, error.mend].filter((text) => text !== '').join(' '));
    return EXIT_CODES[error.code];
  }
  err(
    [
      `concierge: something went wrong that it should have foreseen (${causeText(error)}). LOG_LEVEL=debug says where.`,
      ...(isDebugging(env) ? framesOf(error) : []),
    ].join('\n  '),
  );
  return DEFECT;
}

function isDebugging(env: CommandContext['env']): boolean {
  return ['debug', 'trace'].includes(env['LOG_LEVEL'] ?? '');
}

type Exit = (code: number) => void;

function concierge(context: CommandContext, exit: Exit): Command {
  const program = new Command('concierge')
    .description('Tells any AI agent which human to route a customer to.')
    .version(VERSION)
    .configureOutput({
      writeOut: (text) => context.out(text.trimEnd()),
      writeErr: (text) => context.err(text.trimEnd()),
    })
    .configureHelp({ sortSubcommands: false })
    .showHelpAfterError('Run with --help for what it takes.')
    .addHelpText('after', exitCodesHelp())
    .exitOverride();
  for (const add of [
    addStart,
    addStdio,
    addPage,
    addExplain,
    addCoverage,
    addSimulate,
    addReleases,
    addAudit,
    addCallers,
    addKey,
    addCheck,
    addTest,
    addGuardrails,
    addInit,
    addImport,
    addSync,
    addServices,
    addReadyServices,
    addStatus,
    addSources,
    addDoctor,
    addWrap,
    addSchemas,
    addDemo,
  ])
    add(program, context, exit);
  return program;
}

function addStart(program: Command, context: CommandContext): void {
  command(program, 'start', '[dir]', 'Serve cx_concierge over HTTP for the workspace in DIR (default: this folder).')
    .option('--port <number>', 'port to listen on (default: PORT, else the deployment’s, else 3000)', port)
    .option('--deployment <file>', 'deployment file (default: DIR/deployment.yaml where there is one)')
    .option('--from-last-import', 'serve what the last import left, without reading the sources')
    .action(async (dir: string | undefined, options: Omit<StartOptions, 'dir'>) => {
      const { start } = await import('../commands/start.ts');
      await start({ dir, ...options }, context);
    });
}

function addStdio(program: Command, context: CommandContext): void {
  command(program, 'stdio', '[dir]', 'Serve cx_concierge over stdio, for a client that starts its own server.')
    .option('--service <name>', 'another service of the workspace')
    .option('--deployment <file>', 'deployment file (default: DIR/deployment.yaml where there is one)')
    .option('--from-last-import', 'serve what the last import left, without reading the sources')
    .action(async (dir: string | undefined, options: Omit<StdioOptions, 'dir'>) => {
      const { stdio } = await import('../commands/stdio.ts');
      await stdio({ dir, ...options }, context);
    });
}

function addExplain(program: Command, context: CommandContext): void {
  command(program, 'explain', '[dir]', 'Show whom a customer would meet, and the whole story behind it.')
    .option('--tool <name>', 'the tool that is asked', 'get_escalation_contact')
    .option('--account <id>', 'account id, as any source knows it; source:id where two sources share an id')
    .option('--email <address>', 'the customer’s e-mail address')
    .option('--verified', 'as the chat platform states it, not as somebody typed it')
    .option('--topic <topic>', 'one of the workspace’s topics')
    .option('--language <tag>', 'the customer’s language, e.g. de')
    .option('--urgency <urgency>', 'normal or urgent')
    .option('--audience <audience>', 'customers, teams or partners', 'customers')
    .option('--at <time>', 'the asked moment, ISO 8601 with a zone, e.g. 2026-12-24T10:00:00Z')
    .option('--deployment <file>', 'deployment file (default: DIR/deployment.yaml where there is one)')
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<ExplainOptions, 'dir'>) => {
      const { explain } = await import('../commands/explain.ts');
      await explain({ dir, ...options }, context);
    });
}

function addCheck(program: Command, context: CommandContext, exit: Exit): void {
  command(program, 'check', '[dir]', 'Check a workspace: every problem with its place and how to mend it.')
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: { json?: boolean }) => {
      const { check } = await import('../commands/check.ts');
      exit(check({ dir, ...options }, context));
    });
}

function addInit(program: Command, context: CommandContext): void {
  command(program, 'init', '<dir>', 'Write a small commented workspace into DIR.').action(async (dir: string) => {
    const { init } = await import('../commands/init.ts');
    init({ dir }, context);
  });
}

function addImport(program: Command, context: CommandContext): void {
  command(program, 'import', '[dir]', 'Read all sources into the directory.')
    .option('--deployment <file>', 'deployment file (default: DIR/deployment.yaml where there is one)')
    .option('--confirm <id>', 'let an import through that was held, as long as it would change just the same')
    .option('--json', 'print JSON')
    .action(async (dir: string | undefined, options: Omit<ImportCommandOptions, 'dir'>) => {
      const { importSources } = await import('../commands/import.ts');
      await importSources({ dir, ...options }, context);
    });
}

function addSchemas(program: Command, context: CommandContext): void {
  command(program, 'schemas', '[dir]', 'Write the JSON Schemas of the workspace’s files, for editors.').action(
    async (dir: string | undefined) => {
      const { schemas } = await import('../commands/schemas.ts');
      schemas({ dir }, context);
    },
  );
}

function command(program: Command, name: string, args: string, description: string): Command {
  return program.command(`${name} ${args}`).description(description);
}

function exitCodesHelp(): string {
  const codes = Object.entries(EXIT_CODES).map(([name, code]) => `  ${code}  ${name.replaceAll('_', ' ')}`);
  return ['', 'Exit codes:', '  0  success', '  1  a defect of concierge', ...codes].join('\n');
}
