/** How one caller gets to an endpoint without a token, for tests of what comes behind. */
import type { Caller } from '../../src/caller/caller.ts';
import { noAssertions } from '../../src/caller/judge-assertion.ts';
import { identifyAs } from '../../src/edge/http/identify.ts';
import type { Way } from '../../src/edge/mcp/service.ts';
import { OPTIONS } from '../edge/serve.ts';

export function wayOf(caller: Caller): Way {
  const onLacking: Way['onLacking'] = (_by, scope) => {
    throw new Error(`the test’s caller lacks ${scope}`);
  };
  return { identify: identifyAs(caller), judge: noAssertions, onLacking, report: OPTIONS.report };
}
