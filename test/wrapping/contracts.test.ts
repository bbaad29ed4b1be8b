/** Documents that nobody here wrote: all that they offer is wrapped, checked, and asked of a system that replies as they promise. */
import { afterAll, describe, expect, it } from 'vitest';
import { problemText } from '../../src/base/problem.ts';
import { checkWorkspace } from '../../src/config/load-workspace.ts';
import { askedSystems } from '../../src/services/asked-systems.ts';
import { rowShaper } from '../../src/services/shape-rows.ts';
import { connectorOf } from '../../src/sources/connector-of.ts';
import type { SystemSource } from '../../src/sources/declaration.ts';
import { addressOf, authOf } from '../../src/wrapping/access.ts';
import { apiDocument } from '../../src/wrapping/api-document.ts';
import { offeredOf } from '../../src/wrapping/offered.ts';
import { serviceText, sourceText } from '../../src/wrapping/source-text.ts';
import type { WrappedOperation } from '../../src/wrapping/wrapped-operation.ts';
import { contractOf } from '../sources/contract.ts';
import { contractText, WHY_SKIPPED } from '../sources/openapi.ts';
import { workspaceFolder } from '../support/workspace-folder.ts';
import type { Asked, FakeSystem } from '../systems/fake-system.ts';
import { clientOf, fakeSystem } from '../systems/fake-system.ts';
import { sampleInput } from './sample-input.ts';
import { sampleReply } from './sample-reply.ts';

let document: unknown;
let key = '';
let system: FakeSystem | undefined;
afterAll(async () => await system?.close());

/** Of each: how many operations can be wrapped, and how many can't. */
const DOCUMENTS: readonly (readonly [file: string, wrapped: number, refused: number])[] = [
  ['hubspot/associations-v4.json', 1, 0],
  ['hubspot/companies-v3.json', 3, 0],
  ['hubspot/contacts-v3.json', 3, 0],
  ['hubspot/meetings-v3.json', 3, 0],
  ['hubspot/owners-v3.json', 2, 0],
  ['hubspot/users-v3.json', 3, 0],
  ['intercom/api-2.16.yaml', 110, 4],
  ['zendesk/support.yaml', 232, 16],
];

describe.skipIf(WHY_SKIPPED !== '')(`a vendor’s document${WHY_SKIPPED}`, () => {
  it.each(DOCUMENTS)(
    '%s is wrapped, checked and asked',
    async (file, wrapped, refused) => {
      const api = await apiDocument(contractText(file), file, () => Promise.reject(new Error('It refers to nothing.')));
      document = api.root.value;
      const offered = offeredOf(api, { postSearch: true, names: new Map() });
      expect([offered.operations.length, offered.refused.length, api.dangling()]).toEqual([wrapped, refused, []]);
      const workspace = loaded(api, offered.operations);
      system ??= await fakeSystem(({ headers }) => ({ body: sampleReply(document, key, `http://${headers.host}`) }));
      const client = clientOf(system.url);
      const upstreamFor = (): never => {
        throw new Error('There is no upstream.');
      };
      const clientFor = () => Promise.resolve(client);
      const ask = askedSystems({ clientFor, upstreamFor, now: () => 0, onFailure: () => {} });
      const contract = contractOf([file]);
      const wrong: unknown[] = [];
      for (const service of workspace.services) {
        const source = workspace.sources.find((each): each is SystemSource => each.name === service.source)!;
        for (const tool of service.tools) {
          const operation = connectorOf(source).operations[tool.operation]!;
          key = offered.operations.find(({ name }) => name === tool.name)!.key;
          (system.asked as Asked[]).length = 0;
          const input = sampleInput(operation.input);
          const reply = await ask({ source, name: tool.name, operation, input, timeoutMs: 5_000, cacheMs: 0 });
          const asked = system.asked[0];
          const faults =
            asked === undefined ? ['nobody was asked'] : contract.request(asked).filter((fault) => !isKnown(fault));
          const shape = rowShaper(tool.result.fields, (link) => link ?? undefined);
          const record = reply.kind === 'replied' ? shape(reply.rows[0]) : {};
          if (reply.kind === 'failed' || Object.keys(record).length === 0 || faults.length > 0)
            wrong.push({ key, faults, why: reply.kind === 'failed' ? reply.why : Object.keys(record) });
        }
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});

/** Lists of numbers travel as text, which the check reads as text; a file of Zendesk’s lists words for an integer. */
function isKnown(fault: string): boolean {
  return /^parameter \w+\/0: must be integer$|^parameter filter: must be/.test(fault);
}

/** By fifty, as one service has them at most. */
function loaded(api: Awaited<ReturnType<typeof apiDocument>>, operations: readonly WrappedOperation[]) {
  const address = addressOf(api, null);
  const access = { ...authOf(api, 'vendor'), baseUrl: 'url' in address ? address.url : '' };
  const files = Array.from({ length: Math.ceil(operations.length / 50) }, (_, index) => {
    const some = operations.slice(index * 50, index * 50 + 50);
    const head = { name: `vendor${index}`, title: 'Vendor', from: 'a document', access };
    return [
      [`sources/vendor${index}.yaml`, sourceText(head, some)],
      [`services/vendor${index}.yaml`, serviceText(head, some).replace('reviewed: false', 'reviewed: true')],
    ] as const;
  });
  const { workspace, problems } = checkWorkspace(workspaceFolder([], Object.fromEntries(files.flat())));
  expect(problems.filter(({ place }) => /vendor\d/.test(place.file)).map(problemText)).toEqual([]);
  return workspace!;
}
