/** The tools of a ready service that are wanted, for whom, and in whose ids the source knows its customers. */
import { Failure } from '../../base/failure.ts';
import type { ToolToWrite } from '../../config/write-service.ts';
import type { Audience } from '../../facts/frame.ts';
import type { ReadyService, ReadyTool } from '../../services/ready/ready-service.ts';
import type { SystemSource } from '../../sources/declaration.ts';
import { known } from '../service-asked.ts';

export type Wanted = { readonly named: readonly string[] | undefined; readonly audiences: readonly Audience[] };

/** @throws Failure `usage` for a tool that there isn't, or where none may serve these agents */
export function readyTools(
  { title, tools }: ReadyService,
  source: SystemSource,
  { named, audiences }: Wanted,
): readonly ToolToWrite[] {
  const names = Object.keys(tools);
  const wanted = named?.map((name) => known(name, names, 'tool')) ?? names;
  const written = Object.entries(tools).flatMap(([name, tool]) => {
    const { mayServe = TEAMS, ...rest } = tool;
    const served = mayServe.filter((audience) => audiences.includes(audience));
    if (!wanted.includes(name) || served.length === 0) return [];
    return [{ ...rest, name, audiences: served, ...ofCustomer(tool, source) }];
  });
  if (written.length > 0) return written;
  throw new Failure(
    'usage',
    `No tool of ${title} that you chose is ready for agents for ${audiences.join(' and ')}.`,
    'Take agents for teams, or write one by hand that is bound to the customer: docs/services.md.',
  );
}

const TEAMS: readonly Audience[] = ['teams'];

/** By the id under which the source's own accounts go into the directory, where it says one of the system's own. */
function ofCustomer({ customer }: ReadyTool, { mappings }: SystemSource): Pick<ReadyTool, 'customer'> {
  if (customer === undefined || !('id' in customer)) return {};
  const ids = mappings.flatMap((each) => (each.kind === 'account' ? each.ids : []));
  const own = ids.find(({ value }) => value.column === 'id' || value.column === 'Id');
  return { customer: { ...customer, id: own?.namespace ?? customer.id } };
}
