/**
 * The whole lists of a simulation, written while it runs, so that a million changes need no memory: CSV, or one JSON object
 * whose lists come first and whose figures follow.
 */
import type { ChosenFacts } from '../../coverage/chosen-facts.ts';
import type { ListFormat, SimulationResult } from './simulate-job.ts';
import { changeHead, pastHead } from './simulate-lines.ts';
import type { Simulated } from './simulate-text.ts';

export type ListWriter = {
  readonly add: (result: SimulationResult) => void;
  readonly end: (told: Simulated) => void;
};

type Wanted = { readonly list: ListFormat; readonly accounts: boolean };

export function listWriter({ list, accounts }: Wanted, facts: ChosenFacts, out: (text: string) => void): ListWriter {
  switch (list) {
    case null:
      return { add: () => {}, end: () => {} };
    case 'csv':
      return csvWriter(accounts ? changeHead(facts) : pastHead(), out);
    case 'json':
      return jsonWriter(out);
  }
}

function csvWriter(head: string, out: (text: string) => void): ListWriter {
  out(head);
  return { add: ({ list }) => (list === '' ? undefined : out(list)), end: () => {} };
}

/** Accounts come before past calls. */
function jsonWriter(out: (text: string) => void): ListWriter {
  let kind: SimulationResult['kind'] = 'accounts';
  let isFirst = true;
  const nextList = (): void => {
    out('],\n"pastChanges": [');
    kind = 'records';
    isFirst = true;
  };
  out('{"changes": [');
  return {
    add: (result) => {
      if (result.kind !== kind) nextList();
      if (result.list === '') return;
      out(isFirst ? result.list : `,\n${result.list}`);
      isFirst = false;
    },
    end: (told) => {
      if (kind === 'accounts') nextList();
      out(`],\n${JSON.stringify(told, null, 2).slice(1)}`);
    },
  };
}
