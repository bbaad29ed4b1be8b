/**
 * A stand-in for a language model, so that the example runs without a key: it follows a script and says so in its id.
 * It goes the same way as a real one (prompt and menu in, tool calls and text out), but understands a few phrases only.
 */
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4FinishReason,
  LanguageModelV4Prompt,
  LanguageModelV4StreamPart,
  LanguageModelV4Text,
  LanguageModelV4ToolCall,
  LanguageModelV4ToolResultPart,
} from '@ai-sdk/provider';
import { readBriefing } from './briefing.ts';
import { argumentsFor, pickTool } from './scripted-choice.ts';
import { understand } from './scripted-understanding.ts';
import { smallTalk, wordAnswer, wordNoTool } from './scripted-words.ts';

type Spoken = LanguageModelV4Text | LanguageModelV4ToolCall;

const NO_TOKENS = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};

export function scriptedModel(): LanguageModelV4 {
  return {
    specificationVersion: 'v4',
    provider: 'scripted',
    modelId: 'scripted-not-a-language-model',
    supportedUrls: {},
    doGenerate: (options) => {
      const spoken = speak(options);
      return Promise.resolve({ content: [spoken], finishReason: finish(spoken), usage: NO_TOKENS, warnings: [] });
    },
    doStream: (options) => {
      const spoken = speak(options);
      return Promise.resolve({
        stream: ReadableStream.from<LanguageModelV4StreamPart>(streamed(spoken)),
      });
    },
  };
}

function speak({ prompt, tools = [] }: LanguageModelV4CallOptions): Spoken {
  const briefing = readBriefing(prompt.find((message) => message.role === 'system')?.content ?? '');
  const said = lastWords(prompt);
  const wish = understand(said, briefing.helpPages);
  const result = freshResult(prompt);
  if (result !== undefined) return text(wordAnswer(resultText(result), wish));
  if (wish.kind === 'help_page') return text(wish.page.answer);
  if (wish.kind === 'small_talk') return text(smallTalk(wish.thanks));

  const tool = pickTool(wish.kind, tools);
  if (tool === undefined) return text(wordNoTool());
  const input = JSON.stringify(argumentsFor(tool, said, briefing.email));
  return { type: 'tool-call', toolCallId: crypto.randomUUID(), toolName: tool.name, input };
}

function lastWords(prompt: LanguageModelV4Prompt): string {
  const message = prompt.findLast(({ role }) => role === 'user');
  if (message?.role !== 'user') return '';
  return message.content.map((part) => (part.type === 'text' ? part.text : '')).join(' ');
}

/** The result of the call that was just made, if the last step was one. */
function freshResult(prompt: LanguageModelV4Prompt): LanguageModelV4ToolResultPart | undefined {
  const last = prompt.at(-1);
  return last?.role === 'tool' ? last.content.find((part) => part.type === 'tool-result') : undefined;
}

/** An MCP result comes as content blocks; a failed execution as an error text. */
function resultText({ output }: LanguageModelV4ToolResultPart): string {
  switch (output.type) {
    case 'content':
      return output.value.map((block) => (block.type === 'text' ? block.text : '')).join('');
    case 'json':
      return JSON.stringify(output.value);
    default:
      return '';
  }
}

function* streamed(spoken: Spoken): Generator<LanguageModelV4StreamPart> {
  yield { type: 'stream-start', warnings: [] };
  if (spoken.type === 'tool-call') yield spoken;
  else {
    yield { type: 'text-start', id: '0' };
    for (const delta of spoken.text.split(/(?<= )/)) yield { type: 'text-delta', id: '0', delta };
    yield { type: 'text-end', id: '0' };
  }
  yield { type: 'finish', finishReason: finish(spoken), usage: NO_TOKENS };
}

function finish({ type }: Spoken): LanguageModelV4FinishReason {
  return { unified: type === 'tool-call' ? 'tool-calls' : 'stop', raw: undefined };
}

function text(words: string): LanguageModelV4Text {
  return { type: 'text', text: words };
}
