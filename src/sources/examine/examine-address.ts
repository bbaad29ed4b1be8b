/** Whether an address is there: its name resolves, the deployment lets us, the connection is encrypted as it must be. No credentials go along. */
import type { Outbound } from '../../outbound/outbound.ts';
import { OutboundFailure } from '../../outbound/outbound.ts';
import type { Finding } from './finding.ts';
import { ok, toMend } from './finding.ts';

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 65_536;

export async function examineAddress(origin: string, outbound: Pick<Outbound, 'send'>): Promise<Finding> {
  const url = new URL(origin);
  try {
    // Of any status: somebody is there.
    await outbound.send({ url: `${origin}/`, timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES, maxRedirects: 0 });
    return reached(url);
  } catch (error) {
    if (!(error instanceof OutboundFailure)) throw error;
    return error.code === 'too_large' ? reached(url) : toMend('address', error.message, mendOf(error));
  }
}

function reached({ hostname, protocol }: URL): Finding {
  return ok('address', `${hostname} answers${protocol === 'https:' ? ' over TLS' : ', without TLS'}.`);
}

function mendOf({ code, cause }: OutboundFailure): string {
  if (code === 'refused_url' || code === 'refused_address')
    return 'Name the host below `outbound: allow_private` in the deployment, if it may be asked.';
  const is = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (/ENOTFOUND|EAI_AGAIN|ENODATA/.test(is))
    return 'The name doesn’t resolve: look at `settings`, and at this machine’s DNS.';
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(is))
    return 'Its certificate isn’t trusted here: look at it, or set NODE_EXTRA_CA_CERTS.';
  return 'Look at the address, and whether a firewall lets this machine out.';
}
