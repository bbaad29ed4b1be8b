/** Why a system couldn't be asked, and how to mend it, for whoever sets one up: an agent hears neither. */
import type { Finding } from '../../sources/examine/finding.ts';
import { failureFinding } from '../../sources/examine/failure-finding.ts';
import type { SourceFailureKind } from '../../sources/kit/http/source-failure.ts';
import { SourceFailure } from '../../sources/kit/http/source-failure.ts';
import type { SystemClients } from '../serving/system-clients.ts';

/** The same clients; whatever fails of them is told to `heard`, too. */
export function overhearingFailures(clients: SystemClients, heard: Finding[]): SystemClients {
  const told = async <Reply>(asking: Promise<Reply>): Promise<Reply> => {
    try {
      return await asking;
    } catch (error) {
      heard.push({ ...failureFinding('call', error), ...ofCall(error) });
      throw error;
    }
  };
  return {
    ...clients,
    clientFor: async (source) => {
      const client = await told(clients.clientFor(source));
      return { ...client, ask: (...question) => told(client.ask(...question)) };
    },
    upstreamFor: (source) => {
      const client = clients.upstreamFor(source);
      return { ...client, ask: (question) => told(client.ask(question)) };
    },
  };
}

/** A call has arguments, of which no read knows. */
function ofCall(error: unknown): Partial<Pick<Finding, 'mend'>> {
  const mend = error instanceof SourceFailure ? MENDS[error.kind] : undefined;
  return mend === undefined ? {} : { mend };
}

const MENDS: Readonly<Partial<Record<SourceFailureKind, string>>> = {
  rejected: 'Try other arguments; where it takes none, look at how the tool’s operation asks.',
  not_found: 'Look at the arguments, then at `settings`, `base_url` and the path of the tool’s operation.',
};
