/** Skills that a row matches and that the sources give to nobody: then whoever requires them finds nobody. */
import type { FactFrame } from '../../facts/frame.ts';
import { factFrame } from '../../facts/frame.ts';
import type { FactValue } from '../../facts/types.ts';
import type { Skill } from '../../guardrails/skills.ts';
import { SKILL_FACTS } from '../../guardrails/skills.ts';
import type { PersonField, PersonMapping, ValueMapping } from '../../sources/declaration.ts';
import type { Workspace } from '../workspace.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { listed } from '../yaml/words.ts';

const FIELDS: Readonly<Record<Skill, PersonField>> = { language: 'languages', region: 'region', product: 'products' };

export function warnOfUnknownSkills(document: ConfigDocument, { escalation, sources, topics, facts }: Workspace): void {
  const people = sources.flatMap(({ mappings }) => mappings.filter((mapping) => mapping.kind === 'person'));
  const frame = factFrame(topics, facts);
  for (const [row, { match }] of escalation.rules.entries()) {
    for (const key of ['require', 'prefer'] as const) {
      for (const [index, skill] of (match?.[key] ?? []).entries()) {
        const found = unknownSkill(skill, people, frame);
        if (found !== null) document.warning(['rules', row, 'match', key, index], found.message, found.mend);
      }
    }
  }
}

type Found = { readonly message: string; readonly mend: string };

function unknownSkill(skill: Skill, people: readonly PersonMapping[], frame: FactFrame): Found | null {
  const field = FIELDS[skill];
  const mapped = people.flatMap(({ fields }) => fields[field] ?? []);
  if (mapped.length === 0)
    return {
      message: `No source says \`${field}\` of people, so nobody matches by ${skill}.`,
      mend: `Map \`${field}\` of a person, or delete it.`,
    };
  const type = frame.facts[frame.slotOf.get(SKILL_FACTS[skill]) ?? -1]?.type;
  const given = valuesOf(mapped);
  if (given === null || type?.type !== 'enum') return null;
  const nobodys = type.values.filter((value) => !given.has(value));
  if (nobodys.length === 0) return null;
  const values = listed(nobodys.map((value) => `\`${value}\``));
  return {
    message: `No source gives anybody the ${skill} ${values}, as accounts may have it.`,
    mend: `Add it to the \`values\` of \`${field}\`, or say so in the row’s \`when\`.`,
  };
}

/** Null where a column says them, so that they can't be known here. */
function valuesOf(mapped: readonly ValueMapping[]): ReadonlySet<FactValue> | null {
  if (mapped.some(({ column, values }) => column !== null && values === null)) return null;
  return new Set(mapped.flatMap(({ constant, values }) => [constant, ...Object.values(values ?? {})]));
}
