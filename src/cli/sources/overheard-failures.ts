/** Why a system couldn't be asked, and how to mend it, for whoever sets one up: an agent hears neither. */
import type { Finding } from '../../sources/examine/finding.ts';
import { failureFinding } from '../../sources/examine/failure-finding.ts';
import type { SystemClients } from '../serving/system-clients.ts';

/** The same clients; whatever fails of them is told to `heard`, too. */
export function overhearingFailures(clients: SystemClients, heard: Finding[]): SystemClients {
  const told = async <Reply>(asking: Promise<Reply>): Promise<Reply> => {
    try {
      return await asking;
    } catch (error) {
      heard.push(failureFinding('call', error));
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
