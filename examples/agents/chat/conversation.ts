/** One conversation with one customer: the agent's loop of model and tools, and what was said so far. */
import type { ModelMessage } from 'ai';
import { ToolLoopAgent, isStepCount } from 'ai';
import { writeBriefing } from './briefing.ts';
import type { Concierge } from './connect.ts';
import { ChatFailure, reasonOf } from './failure.ts';
import type { Lookup } from './lookup.ts';
import { lookupsIn } from './lookup.ts';
import type { ChosenModel } from './model.ts';
import { HELP_PAGES } from './scenes.ts';

/** A look-up, a correction of it, and the words; one to spare. */
const MAX_STEPS = 4;

export type Conversation = {
  /** The agent's answer to one message; `onLookup` hears of each tool call as it is answered. */
  readonly say: (message: string, onLookup: (lookup: Lookup) => void) => Promise<string>;
};

export function converse({ model }: ChosenModel, concierge: Concierge, email: string | null): Conversation {
  const agent = new ToolLoopAgent({
    model,
    tools: concierge.tools,
    instructions: writeBriefing({ email, helpPages: HELP_PAGES }, concierge.instructions),
    stopWhen: isStepCount(MAX_STEPS),
  });
  const messages: ModelMessage[] = [];
  return {
    say: async (message, onLookup) => {
      messages.push({ role: 'user', content: message });
      const onStepEnd = (step: { readonly content: Parameters<typeof lookupsIn>[0] }) =>
        lookupsIn(step.content).forEach(onLookup);
      const { text, responseMessages } = await answered(agent.generate({ messages, onStepEnd }));
      if (text.trim() === '')
        throw new ChatFailure('conversation', 'The model ended without an answer for the customer.');
      messages.push(...responseMessages);
      return text;
    },
  };
}

async function answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw new ChatFailure('conversation', `The model did not answer: ${reasonOf(error)}`, { cause: error });
  }
}
