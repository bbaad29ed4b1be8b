/** The command line of the example, read and checked. */
import { parseArgs } from 'node:util';
import { ChatFailure } from './failure.ts';

export type Options = {
  /** The customer as the chat platform knows them; `null` where it knows nobody. */
  readonly email: string | null;
  /** What the customer says, one message after the other. None and not interactive: the scenes are played. */
  readonly messages: readonly string[];
  readonly interactive: boolean;
  /** A running concierge. `null` starts one over stdio. */
  readonly url: URL | null;
  /** The workspace that is served over stdio; `null` is the sample company. */
  readonly workspace: string | null;
  /** The scripted model, whatever keys the environment holds. */
  readonly scripted: boolean;
  readonly help: boolean;
};

export const HELP = `An agent for a company's customers, connected to a concierge by MCP.

  npm run -s chat                                      three scenes with customers of the sample company
  npm run -s chat -- --email ADDRESS "MESSAGE" …       what this customer says, message by message
  npm run -s chat -- --email ADDRESS --interactive     you are the customer; an empty line or Ctrl-D ends it

  --email ADDRESS    the customer, as the chat platform knows them; without it the platform knows nobody
  --url URL          a running concierge, e.g. http://127.0.0.1:3000/mcp; without it one is started over stdio
  --workspace DIR    the workspace to start it over (default: the sample company)
  --scripted         the scripted model, whatever keys the environment holds
  --help             this text

Model, by environment: OPENAI_API_KEY (and OPENAI_MODEL), ANTHROPIC_API_KEY (and ANTHROPIC_MODEL), or OLLAMA_MODEL
(and OLLAMA_BASE_URL); the first of these that is set. Without any, a scripted model.

Exit codes: 0 the customer was answered, 1 the conversation failed, 2 the command line or the environment is wrong.`;

export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const options = {
    email: values.email === undefined ? null : emailOf(values.email),
    messages: positionals.map((message) => message.trim()).filter((message) => message !== ''),
    interactive: values.interactive,
    url: values.url === undefined ? null : urlOf(values.url),
    workspace: values.workspace ?? null,
    scripted: values.scripted,
    help: values.help,
  };
  refuseContradictions(options);
  return options;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        email: { type: 'string' },
        interactive: { type: 'boolean', default: false },
        url: { type: 'string' },
        workspace: { type: 'string' },
        scripted: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw usage(`${(error as Error).message.replace(/\.$/, '')}.`, error);
  }
}

function emailOf(text: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return text;
  throw usage(`--email ${text} is not an e-mail address.`);
}

function urlOf(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw usage(`--url ${text} is not an http address.`);
}

function refuseContradictions({ email, messages, interactive, url, workspace, help }: Options): void {
  if (help) return;
  if (url !== null && workspace !== null) throw usage('--url and --workspace exclude each other.');
  if (interactive && messages.length > 0) throw usage('Leave out the message, or leave out --interactive.');
  if (email !== null && messages.length === 0 && !interactive) throw usage('What does this customer say?');
}

function usage(message: string, cause?: unknown): ChatFailure {
  return new ChatFailure('usage', `${message} See npm run -s chat -- --help.`, { cause });
}
