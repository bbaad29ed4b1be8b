/** `concierge wrap …` on the command line: what each of its commands takes. */
import type { Command } from 'commander';
import { DEPLOYMENT, gathered } from './common-options.ts';
import type { WrapMcpOptions } from '../commands/wrap/mcp.ts';
import type { WrapOpenapiOptions } from '../commands/wrap/openapi.ts';
import type { WrapSqlOptions } from '../commands/wrap/sql.ts';
import type { CommandContext } from '../context.ts';
import type { WrapCurlOptions } from '../wrap/curl-operation.ts';

export function addWrap(program: Command, context: CommandContext): void {
  const wrap = program
    .command('wrap')
    .description('Make a source and a service of a system that is there.')
    .configureHelp({ sortSubcommands: false });
  for (const add of [addOpenapi, addCurl, addSql, addMcp]) add(wrap, context);
}

function addMcp(wrap: Command, context: CommandContext): void {
  wrap
    .command('mcp [place]')
    .description(
      'Show the tools of another MCP server, and offer those that you approve. PLACE: its URL, or a command’s name.',
    )
    .requiredOption('--name <name>', 'what the source and its service are called')
    .option('--workspace <dir>', 'the workspace (default: this folder)')
    .option('--tool <name>', 'a tool to approve as it is now; may be given again', gathered)
    .option('--secret <name>', 'the deployment’s secret that is sent as a bearer token')
    .option('--yes', 'approve without asking')
    .option(...DEPLOYMENT)
    .action(async (place: string | undefined, options: Omit<WrapMcpOptions, 'place'>) => {
      const { wrapMcp } = await import('../commands/wrap/mcp.ts');
      await wrapMcp({ place, ...options }, context);
    });
}

function addOpenapi(wrap: Command, context: CommandContext): void {
  wrap
    .command('openapi <from>')
    .description(
      'Wrap read operations of an OpenAPI document (2.0, 3.0, 3.1): a file, or its address. Again, show what changed.',
    )
    .option('--name <name>', 'what the source and the service are called')
    .option('--workspace <dir>', 'the workspace (default: this folder)')
    .option('--list', 'only list the operations that there are')
    .option('--tag <tag>', 'those with this tag; may be given again', gathered)
    .option('--path <path>', 'those whose path begins so, or fits a pattern with `*`; may be given again', gathered)
    .option('--method <method>', 'those asked by this, GET or POST; may be given again', gathered)
    .option(
      '--operation <name>',
      'this one, by its name here, its operationId or `GET /path`; may be given again',
      gathered,
    )
    .option('--all', 'also more than 12 at once, up to 50')
    .option('--post-search', 'also POST operations whose name says that they only ask, or that --operation names')
    .option('--base-url <url>', 'the system’s address, in place of the document’s')
    .option('--dry-run', 'write nothing')
    .option('--json', 'print JSON')
    .action(async (from: string, options: Omit<WrapOpenapiOptions, 'from'>) => {
      const { wrapOpenapi } = await import('../commands/wrap/openapi.ts');
      await wrapOpenapi({ from, ...options }, context);
    });
}

function addCurl(wrap: Command, context: CommandContext): void {
  wrap
    .command('curl <request>')
    .description('Wrap a pasted `curl …` that reads: in quotes, or @FILE. Its credential is written nowhere.')
    .requiredOption(
      '--name <name>',
      'what the source and the service are called; where it is there, the request is added, or takes its own place again',
    )
    .option('--workspace <dir>', 'the workspace (default: this folder)')
    .option('--operation <name>', 'what the operation is called (default: after its path)')
    .option(
      '--input <name=place>',
      'an input: id=path:2, state=query:status; may be given again (default: what looks like one)',
      gathered,
    )
    .option('--keep <parameter>', 'a parameter of the query that stays as it was pasted; may be given again', gathered)
    .option('--reply <file>', 'a reply as it came, JSON, from which fields are proposed')
    .option('--post-search', 'this POST only asks')
    .option('--dry-run', 'write nothing, and print what would be')
    .action(async (request: string, options: Omit<WrapCurlOptions, 'request'>) => {
      const { wrapCurl } = await import('../commands/wrap/curl.ts');
      await wrapCurl({ request, ...options }, context);
    });
}

function addSql(wrap: Command, context: CommandContext): void {
  wrap
    .command('sql [url]')
    .description(
      'Wrap tables and columns of a database that you pick. URL: postgresql://USER@HOST/DATABASE, mysql://…, sqlite:FILE. Again, show what changed.',
    )
    .option('--name <name>', 'what the source and the service are called')
    .option('--workspace <dir>', 'the workspace (default: this folder)')
    .option('--list', 'only list the tables that there are; with --table also their columns')
    .option('--schema <schema>', 'tables of this schema; may be given again', gathered)
    .option('--table <table>', 'this table, or those that fit a pattern with `*`; may be given again', gathered)
    .option('--column <column>', 'of its table only this, like customers.name; may be given again', gathered)
    .option('--all', 'also more than 12 tools at once, up to 50')
    .option('--secret <name>', 'the password’s name among the deployment’s secrets (default: NAME_password)')
    .option(...DEPLOYMENT)
    .option('--dry-run', 'write nothing')
    .option('--json', 'print JSON')
    .action(async (url: string | undefined, options: Omit<WrapSqlOptions, 'url'>) => {
      const { wrapSql } = await import('../commands/wrap/sql.ts');
      await wrapSql({ url, ...options }, context);
    });
}
