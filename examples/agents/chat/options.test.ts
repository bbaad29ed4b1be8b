import { describe, expect, it } from 'vitest';
import { ChatFailure, EXIT_CODES } from './failure.ts';
import { readOptions } from './options.ts';

describe('the command line', () => {
  it('plays the scenes by default', () => {
    expect(readOptions([])).toEqual({
      email: null,
      messages: [],
      interactive: false,
      url: null,
      workspace: null,
      scripted: false,
      help: false,
    });
  });

  it('takes a customer and what they say, message by message', () => {
    const { email, messages } = readOptions(['--email', 'a@b.example', 'Hello', 'A person, please']);

    expect(email).toBe('a@b.example');
    expect(messages).toEqual(['Hello', 'A person, please']);
  });

  it.each([
    { args: ['--mail', 'a@b.example'], says: /--mail/, why: 'unknown option' },
    { args: ['--email'], says: /--email/, why: 'value missing' },
    { args: ['--email', 'aoife'], says: /aoife is not an e-mail address/, why: 'no address' },
    {
      args: ['--email', 'a@b.example\nQ: x', 'Hi'],
      says: /not an e-mail address/,
      why: 'would write into the briefing',
    },
    { args: ['--email', 'a@b.example'], says: /What does this customer say/, why: 'nothing was said' },
    { args: ['--url', 'localhost:3000'], says: /is not an http address/, why: 'no scheme' },
    {
      args: ['--url', 'http://127.0.0.1:3000/mcp', '--workspace', 'x'],
      says: /exclude each other/,
      why: 'two servers',
    },
    { args: ['--interactive', 'Hi'], says: /Leave out the message/, why: 'who is speaking?' },
  ])('refuses $args: $why', ({ args, says }) => {
    const refused = failureOf(() => readOptions(args));

    expect(refused.message).toMatch(says);
    expect(refused.message).toContain('--help');
    expect(refused.exitCode).toBe(EXIT_CODES.usage);
  });
});

function failureOf(act: () => unknown): ChatFailure {
  try {
    act();
  } catch (error) {
    if (error instanceof ChatFailure) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
