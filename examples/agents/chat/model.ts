/** Which model speaks for the agent, by environment. What it costs and where the words go is the provider's business. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { ChatFailure } from './failure.ts';
import { scriptedModel } from './scripted-model.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type ChosenModel = {
  readonly model: LanguageModelV4;
  /** Who speaks, as the first line of the output says it. */
  readonly introduction: string;
};

const DEFAULT_OPENAI_MODEL = 'gpt-5-mini';
const DEFAULT_ANTHROPIC_MODEL = 'claude-haiku-4-5';
const DEFAULT_OLLAMA_URL = 'http://127.0.0.1:11434/v1';

/** The first provider that is configured, else the scripted model. An empty variable counts as not set. */
export function chooseModel(environment: Environment, { scripted = false } = {}): ChosenModel {
  const set = (name: string) => environment[name] || undefined;
  if (scripted) return scriptedChoice('--scripted was given');

  const openAiKey = set('OPENAI_API_KEY');
  if (openAiKey !== undefined) {
    const id = set('OPENAI_MODEL') ?? DEFAULT_OPENAI_MODEL;
    const provider = createOpenAI({ apiKey: openAiKey, ...baseUrl(set('OPENAI_BASE_URL')) });
    return { model: provider(id), introduction: `The agent is ${id} of OpenAI.` };
  }

  const anthropicKey = set('ANTHROPIC_API_KEY');
  if (anthropicKey !== undefined) {
    const id = set('ANTHROPIC_MODEL') ?? DEFAULT_ANTHROPIC_MODEL;
    const provider = createAnthropic({ apiKey: anthropicKey, ...baseUrl(set('ANTHROPIC_BASE_URL')) });
    return { model: provider(id), introduction: `The agent is ${id} of Anthropic.` };
  }

  if (set('OLLAMA_MODEL') !== undefined || set('OLLAMA_BASE_URL') !== undefined) {
    return ollama(set('OLLAMA_MODEL'), set('OLLAMA_BASE_URL') ?? DEFAULT_OLLAMA_URL);
  }
  return scriptedChoice('no model is configured');
}

function ollama(id: string | undefined, url: string): ChosenModel {
  if (id === undefined) {
    throw new ChatFailure(
      'usage',
      'OLLAMA_BASE_URL is set, but not which model: set OLLAMA_MODEL to one that "ollama list" shows and that can call tools.',
    );
  }
  const provider = createOpenAICompatible({ name: 'ollama', baseURL: openAiPath(url) });
  return { model: provider(id), introduction: `The agent is ${id} at ${url}.` };
}

/** Ollama's address is often given bare; its OpenAI-compatible interface is below /v1. */
function openAiPath(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) throw new ChatFailure('usage', `OLLAMA_BASE_URL ${url} is not an address.`);
  return parsed.pathname === '/' ? new URL('/v1', parsed).href : url;
}

function baseUrl(url: string | undefined): { readonly baseURL?: string } {
  return url === undefined ? {} : { baseURL: url };
}

function scriptedChoice(because: string): ChosenModel {
  return {
    model: scriptedModel(),
    introduction: `The agent is a scripted model, not a language model (${because}): its words are canned, its tool calls are real.`,
  };
}
