/** The person at the terminal, asked by Inquirer; on stderr, so that stdout has results alone. Loads when the first question is asked. */
import { Failure } from '../../base/failure.ts';
import type { Questions } from './questions.ts';

type Streams = { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream };

export function inquirerQuestions(streams: Streams): Questions {
  const prompts = async () => await import('@inquirer/prompts');
  return {
    text: async ({ message, byDefault, check }) => {
      const { input } = await prompts();
      const config = { message, validate: (text: string) => check(text.trim()) ?? true };
      const answer = await answered(
        input({ ...config, ...(byDefault !== undefined && { default: byDefault }) }, streams),
      );
      return answer.trim();
    },
    choose: async ({ message, choices, byDefault }) => {
      const { select } = await prompts();
      const config = { message, choices: choices.map(listed), pageSize: PAGE, loop: false };
      return await answered(select({ ...config, ...(byDefault !== undefined && { default: byDefault }) }, streams));
    },
    chooseSome: async ({ message, choices, byDefault }) => {
      const { checkbox } = await prompts();
      const boxes = choices.map((choice) => ({ ...listed(choice), checked: byDefault.includes(choice.value) }));
      return await answered(
        checkbox({ message, choices: boxes, pageSize: PAGE, loop: false, required: true }, streams),
      );
    },
    sure: async (message, byDefault) => {
      const { confirm } = await prompts();
      return await answered(confirm({ message, default: byDefault }, streams));
    },
  };
}

const PAGE = 12;

function listed({ value, name, about }: { readonly value: string; readonly name: string; readonly about?: string }) {
  return { value, name, ...(about !== undefined && { description: about }) };
}

/** Ctrl-C is no error of the program. @throws Failure `interrupted` */
async function answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError')
      throw new Failure('interrupted', 'Stopped. What was written before stays as it is.');
    throw error;
  }
}
