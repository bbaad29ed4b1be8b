/** Asks the person at the terminal which tools they approve. */
import { checkbox } from '@inquirer/prompts';
import { Failure } from '../../../base/failure.ts';
import type { Definition } from '../../../upstreams/definition.ts';
import type { ShownTool } from '../../wrap/wrap-mcp-text.ts';

/** `preset`: names that the command line says. @throws Failure `interrupted` */
export async function chosenTools(
  open: readonly ShownTool[],
  preset: ReadonlySet<string>,
): Promise<readonly Definition[]> {
  const choices = open.map(({ definition, state }) => ({
    value: definition,
    name: state === 'changed' ? `${definition.name} (changed)` : definition.name,
    checked: preset.has(definition.name),
  }));
  try {
    return await checkbox({ message: 'Which of these do you approve, as they are now?', choices, pageSize: 20 });
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError')
      throw new Failure('interrupted', 'Nothing was written: it was stopped.');
    throw error;
  }
}
