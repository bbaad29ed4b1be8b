/**
 * What is kept in memory of each tenant's directory, for as long as its generation stands.
 * Imports may happen in another process: SQLite's `data_version` tells whether anyone else has written to the file, and
 * it is asked every {@link FRESH_MS} at most. In between, a look-up costs one comparison of the clock.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { EpochMs } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { Roster } from '../../directory/records.ts';
import { rosterOf } from '../../directory/records.ts';
import type { Moments } from '../../facts/as-of.ts';
import type { Generation } from '../store.ts';
import type { InstantOf } from './dossier-text.ts';
import { momentsOf } from './generation.ts';
import { personIn } from './person-text.ts';
import type { Row } from './rows.ts';
import { damaged, numberIn, ownJson, textIn, textsOf } from './rows.ts';

/** How long another process's import may go unseen, in milliseconds. */
export const FRESH_MS = 200;

/** A tenant's directory of one generation. A new generation is another object. */
export type View = {
  readonly generation: Generation;
  readonly namespaces: ReadonlySet<string>;
  /** @throws where the directory names a moment that it doesn't tell */
  readonly instantOf: InstantOf;
  readonly roster: () => Roster;
};

export type Views = {
  readonly of: (tenant: Tenant) => View;
  /** Looks at the file at the next `of`, however fresh the views are. */
  readonly expire: () => void;
};

export function directoryViews(database: DatabaseSync, now: () => EpochMs): Views {
  const byTenant = new Map<Tenant, View>();
  const dataVersion = database.prepare('PRAGMA data_version');
  const directory = database.prepare('SELECT generation, namespaces FROM directory WHERE tenant = ?');
  const people = database.prepare('SELECT json FROM person WHERE tenant = ? ORDER BY person');
  let seenVersion = -1;
  let seenAt: EpochMs = Number.NEGATIVE_INFINITY;

  const load = (tenant: Tenant): View => {
    const view = viewOf(
      directory.get(tenant),
      () => textsOf(people, 'json', tenant),
      () => momentsOf(database, tenant),
    );
    byTenant.set(tenant, view);
    return view;
  };

  const dropOutdated = (): void => {
    const version = numberIn(dataVersion.get() ?? {}, 'data_version');
    if (version === seenVersion) return;
    seenVersion = version;
    for (const [tenant, view] of byTenant) {
      if (generationIn(directory.get(tenant)) !== view.generation) byTenant.delete(tenant);
    }
  };

  return {
    of: (tenant) => {
      const at = now();
      // A clock that was set back is as good a reason to look as one that went on.
      if (Math.abs(at - seenAt) >= FRESH_MS) {
        seenAt = at;
        dropOutdated();
      }
      return byTenant.get(tenant) ?? load(tenant);
    },
    expire: () => {
      seenAt = Number.NEGATIVE_INFINITY;
    },
  };
}

function viewOf(row: Row | undefined, people: () => readonly string[], momentsNow: () => Moments): View {
  let roster: Roster | undefined;
  let moments: Moments | undefined;
  // What another process has just written may name one that the view, which is a moment older, doesn't know.
  const instantOf: InstantOf = (moment) => {
    moments ??= momentsNow();
    const known = moments.get(moment) ?? (moments = momentsNow()).get(moment);
    if (known === undefined) throw damaged('a moment that it names nowhere else');
    return known;
  };
  return {
    generation: generationIn(row),
    namespaces: new Set(row === undefined ? [] : ownJson<string[]>(textIn(row, 'namespaces'))),
    instantOf,
    roster: () => (roster ??= rosterOf(people().map((text) => personIn(text, instantOf)))),
  };
}

function generationIn(row: Row | undefined): Generation {
  return row === undefined ? 0 : numberIn(row, 'generation');
}
