import { describe, expect, it } from 'vitest';
import { ChatFailure } from './failure.ts';
import { chooseModel } from './model.ts';

const KEYS = { OPENAI_API_KEY: 'a', ANTHROPIC_API_KEY: 'b', OLLAMA_MODEL: 'c' };
const SCRIPTED = 'scripted-not-a-language-model';

describe('which model speaks', () => {
  it.each([
    { env: {}, provider: 'scripted', id: SCRIPTED, why: 'nothing is configured' },
    { env: { OPENAI_API_KEY: '' }, provider: 'scripted', id: SCRIPTED, why: 'an empty variable is not set' },
    { env: { OPENAI_MODEL: 'gpt-x' }, provider: 'scripted', id: SCRIPTED, why: 'a model without a key is no provider' },
    { env: { OPENAI_API_KEY: 'a' }, provider: 'openai', id: 'gpt-5-mini', why: 'a key is enough' },
    { env: { OPENAI_API_KEY: 'a', OPENAI_MODEL: 'gpt-x' }, provider: 'openai', id: 'gpt-x', why: 'the model is named' },
    { env: { ANTHROPIC_API_KEY: 'b' }, provider: 'anthropic', id: 'claude-haiku-4-5', why: 'a key is enough' },
    {
      env: { ANTHROPIC_API_KEY: 'b', ANTHROPIC_MODEL: 'x' },
      provider: 'anthropic',
      id: 'x',
      why: 'the model is named',
    },
    { env: { OLLAMA_MODEL: 'qwen3' }, provider: 'ollama', id: 'qwen3', why: 'the address has a default' },
    { env: KEYS, provider: 'openai', id: 'gpt-5-mini', why: 'OpenAI goes first' },
    { env: { ...KEYS, OPENAI_API_KEY: '' }, provider: 'anthropic', id: 'claude-haiku-4-5', why: 'then Anthropic' },
  ])('$env → $provider: $why', ({ env, provider, id }) => {
    const { model, introduction } = chooseModel(env);

    expect(model.provider.split('.')[0]).toBe(provider);
    expect(model.modelId).toBe(id);
    expect(introduction).toContain(provider === 'scripted' ? 'scripted model, not a language model' : id);
  });

  it('is the scripted one when that was asked for, whatever is configured', () => {
    expect(chooseModel(KEYS, { scripted: true }).model.provider).toBe('scripted');
  });

  it.each([
    { env: { OLLAMA_BASE_URL: 'http://127.0.0.1:11434' }, says: /set OLLAMA_MODEL/, why: 'no model can be guessed' },
    { env: { OLLAMA_BASE_URL: 'here', OLLAMA_MODEL: 'x' }, says: /here is not an address/, why: 'not an address' },
  ])('refuses $env: $why', ({ env, says }) => {
    expect(() => chooseModel(env)).toThrow(ChatFailure);
    expect(() => chooseModel(env)).toThrow(says);
  });
});
