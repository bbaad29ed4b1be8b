/**
 * What of a source can be looked up for one account: the mappings whose read can be asked for one record, by an id of the account
 * that the mapping takes from it. A fact or role counts where nothing else in the source could say it too.
 */
import type { FactName } from '../../facts/types.ts';
import type { Role } from '../../directory/records.ts';
import type { AccountMapping, IdMapping, SystemSource } from '../declaration.ts';

export type LiveMapping = {
  /** Among the mappings of its source. */
  readonly index: number;
  readonly mapping: AccountMapping;
  /** The id by which the system is asked. */
  readonly id: IdMapping;
};

/** Of a read of the source, by its name there: the column by which one record is asked for; null where there is no such way. */
export type AskedBy = (read: string) => string | null;

export function liveMappings({ mappings }: Pick<SystemSource, 'mappings'>, askedBy: AskedBy): readonly LiveMapping[] {
  return mappings.flatMap((mapping, index) => {
    if (mapping.kind !== 'account') return [];
    const column = askedBy(mapping.from);
    const id = column === null ? undefined : mapping.ids.find((each) => isBare(each, column));
    return id === undefined ? [] : [{ index, mapping, id }];
  });
}

/** As the system itself has it: what was changed on its way can't be asked for. */
function isBare({ value, format }: IdMapping, column: string): boolean {
  return value.column === column && value.transforms.length === 0 && format !== 'email';
}

/** Names that a source says of an account by what is looked up, and in no other way. */
export type LiveNames = { readonly facts: readonly FactName[]; readonly roles: readonly Role[] };

export function liveNames({ mappings }: Pick<SystemSource, 'mappings'>, live: readonly LiveMapping[]): LiveNames {
  const looked = live.map(({ mapping }) => mapping);
  const others = mappings.filter((each): each is AccountMapping => each.kind === 'account' && !looked.includes(each));
  const elsewhere = new Set(others.flatMap(factsIn));
  const otherRoles = new Set(others.flatMap(rolesIn));
  return {
    facts: [...new Set(looked.flatMap(factsIn))].filter((fact) => !elsewhere.has(fact)),
    roles: [...new Set(looked.flatMap(rolesIn))].filter((role) => !otherRoles.has(role)),
  };
}

export function factsIn({ facts }: AccountMapping): readonly FactName[] {
  return Object.keys(facts);
}

export function rolesIn({ assignments }: AccountMapping): readonly Role[] {
  return assignments.map(({ role }) => role);
}
