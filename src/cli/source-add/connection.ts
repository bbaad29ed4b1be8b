/** The connection of a new source: tried until it works, or until the person goes on without it; then a sample of each read. */
import { Failure } from '../../base/failure.ts';
import type { Deployment } from '../../config/deployment.ts';
import { failureFinding } from '../../sources/examine/failure-finding.ts';
import type { Connector } from '../../sources/kit/http/connector.ts';
import type { SourceAccess } from '../../sources/kit/http/open-source.ts';
import { openSource } from '../../sources/kit/http/open-source.ts';
import { SourceFailure } from '../../sources/kit/http/source-failure.ts';
import { openSourceGround } from '../sources/source-ground.ts';
import { stopAt } from '../terminal/stopped.ts';
import type { Adding } from './adding.ts';
import type { LookedAt } from './look-at-system.ts';
import { notLooked, probe, sampleReads } from './look-at-system.ts';

export async function lookedAt(
  adding: Adding,
  deployment: Deployment,
  connector: Connector,
  access: SourceAccess,
  reads: readonly string[],
): Promise<LookedAt> {
  const { context, answers, name } = adding;
  const ground = openSourceGround(adding, deployment, context);
  try {
    const client = openSource(connector, access, ground.surroundingsOf(name));
    for (;;)
      try {
        context.progress(`Asking ${connector.title}`);
        await probe(client, connector);
        context.err(`${connector.title} lets us in.`);
        break;
      } catch (error) {
        context.progress(null);
        const { says, mend } = failureFinding('login', error, connector.waysIn[access.wayIn]?.scopes);
        if (answers.questions === null) throw new Failure('sync_failed', says, mend);
        context.err(`${says} ${mend}`);
        const answer = await answers.questions.choose({
          message: `${connector.title} can’t be asked.`,
          choices: [
            { value: 'again', name: 'Try again' },
            { value: 'without', name: 'Go on without asking the system' },
            { value: 'stop', name: 'Stop' },
          ],
        });
        if (answer === 'stop') throw new Failure('interrupted', 'Stopped; no source was written.');
        if (answer === 'without') return notLooked(reads);
      }
    const mayGoOn = stopAt(context);
    const onRead = (read: string): void => {
      mayGoOn();
      context.progress(`Reading the first records of ${read}`);
    };
    return await sampleReads(client, connector, reads, { now: context.clock.now, onRead });
  } catch (error) {
    throw error instanceof SourceFailure ? new Failure('sync_failed', error.message) : error;
  } finally {
    context.progress(null);
    await ground.close();
  }
}
