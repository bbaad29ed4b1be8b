/** What connectors send and what their fakes reply, held against the vendors' contracts by Ajv. Prism does it in `test/prism`. */
import { expect, it } from 'vitest';
import { TALKS } from '../systems/vendor-talk.ts';
import { contractOf } from './contract.ts';
import { WHY_SKIPPED } from './openapi.ts';
import type { Finding } from './vendor-contracts.ts';
import { unexplained, VENDOR_CONTRACTS } from './vendor-contracts.ts';

it.skipIf(WHY_SKIPPED !== '').each(VENDOR_CONTRACTS)(
  `all that the $vendor connector sends and its fake replies is as the contract says${WHY_SKIPPED}`,
  async (vendor) => {
    const contract = contractOf(vendor.files);
    const { turns } = await TALKS[vendor.vendor]();
    const findings = turns.flatMap(({ asked: sent, said }): Finding[] => {
      const asked = vendor.named(sent);
      const all = [...contract.request(asked), ...contract.reply(asked, said)];
      return all.map((says) => ({ asked, said, says }));
    });
    expect(unexplained(vendor, 'ajv', findings)).toEqual([]);
    expect(turns.length).toBeGreaterThan(15);
  },
);
