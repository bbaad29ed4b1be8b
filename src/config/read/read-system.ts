/** The part of a source's file that is about a system over the network: where it is, how it lets us in, what is read and when. */
import type { ValuePath } from '../../base/problem.ts';
import type { RestSystem } from '../../sources/connectors/rest-schema.ts';
import { restSystemSchema } from '../../sources/connectors/rest-schema.ts';
import { restConnector, restProblems } from '../../sources/connectors/rest.ts';
import type { SyncSchedule, SystemRead, SystemSource } from '../../sources/declaration.ts';
import type { Connector, SettingField, Settings } from '../../sources/kit/http/connector.ts';
import { readLive } from './read-live.ts';
import { millisecondsOf } from './durations.ts';
import { readStale, readWebhook } from './read-stale.ts';
import { checkColumns } from './read-system-columns.ts';
import { authSchema, syncSchema } from '../schema/source-schema.ts';
import { nameSchema, textSchema } from '../schema/names.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { meant } from '../yaml/words.ts';

/** Reports every problem; `null` where the way in can't be read. */
export function readSystem(
  document: ConfigDocument,
  connector: Connector,
  { name, mappings }: Pick<SystemSource, 'name' | 'mappings'>,
  system: RestSystem | null = null,
): SystemSource | null {
  const settings = readSettings(document, ['settings'], connector.settings);
  const wayIn = readWayIn(document, connector);
  if (wayIn === null) return null;
  const reads = document
    .keys(['reads'])
    .toSorted()
    .flatMap((read) => readOf(document, read, connector) ?? []);
  checkColumns(document, connector, reads);
  const baseUrl = document.read(['base_url'], textSchema) ?? null;
  const live = readLive(document, connector, { mappings, reads });
  return {
    name,
    connector: connector.name,
    system,
    mappings,
    reads,
    access: { settings, ...wayIn, baseUrl: baseUrl?.replace(/\/+$/, '') ?? null },
    sync: scheduleOf(document),
    ...(live !== undefined && { live }),
    ...readStale(document),
    ...readWebhook(document, connector),
  };
}

/** A source that describes its system itself. Reports every problem; `null` where it can't be read. */
export function readOwnSystem(
  document: ConfigDocument,
  of: Pick<SystemSource, 'name' | 'mappings'>,
): SystemSource | null {
  const system = document.read(['system'], restSystemSchema);
  if (system === undefined) return null;
  for (const { path, message, mend } of restProblems(system)) document.error(['system', ...path], message, mend);
  return readSystem(document, restConnector(system), of, system);
}

function readOf(document: ConfigDocument, name: string, { title, reads }: Connector): SystemRead | null {
  const at = ['reads', name, 'read'];
  const read = document.read(at, nameSchema);
  if (read === undefined) return null;
  if (Object.hasOwn(reads, read)) return { name, read };
  document.error(at, `${title} has no read \`${read}\`.`, meant(read, Object.keys(reads), 'read'));
  return null;
}

export type WayIn = Pick<SystemSource['access'], 'wayIn' | 'words' | 'secrets'>;

export function readWayIn(
  document: ConfigDocument,
  { title, waysIn }: Pick<Connector, 'title' | 'waysIn'>,
): WayIn | null {
  const auth = document.read(['auth'], authSchema);
  if (auth === undefined) return null;
  const way = Object.hasOwn(waysIn, auth.way) ? waysIn[auth.way] : undefined;
  if (way === undefined) {
    document.error(
      ['auth', 'way'],
      `${title} has no way in \`${auth.way}\`.`,
      meant(auth.way, Object.keys(waysIn), 'way in'),
    );
    return null;
  }
  const known = ['way', ...Object.keys(way.words), ...Object.keys(way.secrets)];
  for (const key of document.keys(['auth']).filter((each) => !known.includes(each)))
    document.error(['auth', key], `The way in \`${auth.way}\` has no \`${key}\`.`, meant(key, known, 'key'), 'key');
  return {
    wayIn: auth.way,
    words: readSettings(document, ['auth'], way.words),
    secrets: readSecrets(document, way.secrets),
  };
}

function readSecrets(
  document: ConfigDocument,
  secrets: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(secrets).flatMap(([key, about]) => {
      const name = document.read(['auth', key], nameSchema);
      if (name === undefined) document.error(['auth'], `The name of the secret \`${key}\` is missing.`, about);
      return name === undefined ? [] : [[key, name] as const];
    }),
  );
}

function readSettings(
  document: ConfigDocument,
  at: ValuePath,
  fields: Readonly<Record<string, SettingField>>,
): Settings {
  if (at[0] === 'settings')
    for (const key of document.keys(at).filter((each) => !Object.hasOwn(fields, each)))
      document.error(
        [...at, key],
        `There is no setting \`${key}\`.`,
        meant(key, Object.keys(fields), 'setting'),
        'key',
      );
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, field]) => {
      const value = document.read([...at, key], textSchema) ?? field.byDefault;
      const trouble =
        value === undefined ? 'is missing' : field.pattern.test(value) ? null : 'is not written as it must be';
      if (trouble !== null)
        document.error(
          value === undefined ? at : [...at, key],
          `\`${key}\` ${trouble}.`,
          `${field.about} For example: ${field.example}`,
        );
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

export function scheduleOf(document: ConfigDocument): SyncSchedule {
  const written = document.read(['sync'], syncSchema.optional());
  return { everyMs: millisecondsOf(written?.every ?? '15m'), fullMs: millisecondsOf(written?.full ?? '1d') };
}
