/** The example as a program: options and environment in, a conversation on the output, an exit code out. */
import { createInterface } from 'node:readline/promises';
import type { Concierge } from './connect.ts';
import { connect } from './connect.ts';
import { converse } from './conversation.ts';
import { ChatFailure } from './failure.ts';
import type { Lookup } from './lookup.ts';
import type { ChosenModel, Environment } from './model.ts';
import { chooseModel } from './model.ts';
import type { Options } from './options.ts';
import { HELP, readOptions } from './options.ts';
import type { Scene } from './scenes.ts';
import { SCENES } from './scenes.ts';
import type { Transcript } from './transcript.ts';
import { transcriptOn } from './transcript.ts';

export type Streams = {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream;
};

/** Resolves with the exit code (see `EXIT_CODES`); what went wrong is one sentence on `err`. */
export async function chat(args: readonly string[], env: Environment, streams: Streams): Promise<number> {
  try {
    const options = readOptions(args);
    if (options.help) streams.out.write(`${HELP}\n`);
    else await run(options, env, streams);
    return 0;
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    streams.err.write(`chat: ${error.message}\n`);
    return error.exitCode;
  }
}

async function run(options: Options, env: Environment, streams: Streams): Promise<void> {
  const { url, workspace, scripted, email, messages, interactive } = options;
  const transcript = transcriptOn(streams.out);
  const model = chooseModel(env, { scripted });
  transcript.note(model.introduction);
  const concierge = await connect(url === null ? { kind: 'stdio', workspace } : { kind: 'http', url });
  try {
    transcript.note(concierge.introduction);
    const stage: Stage = { model, concierge, transcript };
    if (interactive) await listen(email, stage, streams);
    else if (messages.length > 0) await play({ title: 'A customer writes', email, messages }, stage);
    else for (const scene of SCENES) await play(scene, stage);
  } finally {
    await concierge.close();
  }
}

type Stage = { readonly model: ChosenModel; readonly concierge: Concierge; readonly transcript: Transcript };

async function play({ title, email, messages }: Scene, stage: Stage): Promise<void> {
  stage.transcript.scene(title, email);
  const answer = answering(email, stage);
  for (const message of messages) {
    stage.transcript.customer(message);
    await answer(message);
  }
}

/** Whoever sits at the terminal is the customer, until an empty line or the end of the input. */
async function listen(email: string | null, stage: Stage, { input, out }: Streams): Promise<void> {
  stage.transcript.scene('You are the customer', email);
  const answer = answering(email, stage);
  const terminal = input.isTTY === true;
  const lines = createInterface({ input, ...(terminal ? { output: out } : {}), prompt: 'Customer: ' });
  if (terminal) lines.prompt();
  for await (const line of lines) {
    if (line.trim() === '') break;
    if (!terminal) stage.transcript.customer(line);
    await answer(line);
    if (terminal) lines.prompt();
  }
  lines.close();
}

/** One conversation: each message is answered on the transcript. A look-up that failed to the end is a failure. */
function answering(email: string | null, { model, concierge, transcript }: Stage): (message: string) => Promise<void> {
  const conversation = converse(model, concierge, email);
  return async (message) => {
    const lookups: Lookup[] = [];
    const answer = await conversation.say(message, (lookup) => {
      lookups.push(lookup);
      transcript.lookup(lookup);
    });
    transcript.agent(answer);
    const last = lookups.at(-1);
    if (last?.ok === false) {
      throw new ChatFailure('conversation', `${last.tool} gave no contact for the customer: ${String(last.card)}`);
    }
  };
}
