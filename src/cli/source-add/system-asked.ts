/** Asks what a connector needs of a source, in the connector's own words: settings, the way in, its words, and the names of its secrets. */
import { Failure } from '../../base/failure.ts';
import { nameSchema } from '../../config/schema/names.ts';
import type { Connector, SettingField, Settings } from '../../sources/kit/http/connector.ts';
import type { SourceAccess } from '../../sources/kit/http/open-source.ts';
import type { Answers } from './answers.ts';
import { pairsOf, refuseStrangers } from './answers.ts';

export type AskedSystem = {
  readonly set?: readonly string[];
  readonly way?: string;
  readonly word?: readonly string[];
  readonly secret?: readonly string[];
  readonly baseUrl?: string;
  readonly read?: readonly string[];
};

/** Everything that is missing is told by `answers.refuseMissing()`. @throws Failure `usage` */
export async function askedAccess(
  connector: Connector,
  name: string,
  asked: AskedSystem,
  answers: Answers,
): Promise<SourceAccess> {
  if (asked.baseUrl !== undefined) requireAddress(asked.baseUrl);
  const settings = await fieldsAsked('--set', connector.settings, asked.set, answers);
  const wayIn = await answers.choice({
    flag: '--way WAY',
    given: asked.way,
    message: `How does ${connector.title} let us in?`,
    choices: Object.entries(connector.waysIn).map(([value, { about }]) => ({ value, name: value, about })),
  });
  const way = connector.waysIn[wayIn];
  const words = await fieldsAsked('--word', way?.words ?? {}, asked.word, answers);
  const secrets = await secretsAsked(way?.secrets ?? {}, name, asked.secret, answers);
  return { settings, wayIn, words, secrets, baseUrl: asked.baseUrl?.replace(/\/+$/, '') ?? null };
}

function requireAddress(url: string): void {
  if (/^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/.test(url) && URL.canParse(url)) return;
  throw new Failure(
    'usage',
    '`--base-url` is not written as it must be.',
    'Write an address, like `https://crm.acme.example/api`.',
  );
}

/** What is as it is by default isn't written down, unless somebody says so. */
async function fieldsAsked(
  flag: string,
  fields: Readonly<Record<string, SettingField>>,
  said: readonly string[] | undefined,
  answers: Answers,
): Promise<Settings> {
  const given = pairsOf(flag, said);
  refuseStrangers(flag, given, Object.keys(fields));
  const found: Record<string, string> = {};
  for (const [name, { about, example, pattern, byDefault }] of Object.entries(fields)) {
    const value = await answers.text({
      flag: `${flag} ${name}=${example}`,
      given: given.get(name),
      message: `${name}: ${about}${byDefault === undefined ? ` For example ${example}.` : ''}`,
      ...(byDefault !== undefined && { byDefault }),
      check: (text) => (pattern.test(text) ? null : `${about} For example: ${example}`),
    });
    if (value !== byDefault) found[name] = value;
  }
  return found;
}

/** Names, never values: those are for the deployment. */
async function secretsAsked(
  secrets: Readonly<Record<string, string>>,
  source: string,
  said: readonly string[] | undefined,
  answers: Answers,
): Promise<Settings> {
  const given = pairsOf('--secret', said);
  refuseStrangers('--secret', given, Object.keys(secrets));
  const found: Record<string, string> = {};
  for (const [key, about] of Object.entries(secrets))
    found[key] = await answers.text({
      flag: `--secret ${key}=NAME`,
      given: given.get(key),
      message: `${about} Not the value: a name for it in the deployment.`,
      byDefault: `${source}_${key}`,
      check: (text) =>
        nameSchema.safeParse(text).success
          ? null
          : 'A name has small letters, digits, - and _, like zendesk_client. Never put the value itself here.',
    });
  return found;
}

/** @throws Failure `usage` */
export async function askedReads(
  { reads, usual }: Connector,
  { read }: AskedSystem,
  answers: Answers,
): Promise<readonly string[]> {
  const names = Object.keys(reads);
  const proposed = names.filter((name) => usual?.records[name] !== undefined);
  return await answers.some({
    flag: '--read NAME …',
    given: read,
    message: 'What is read?',
    choices: names.map((value) => ({ value, name: value, about: reads[value]?.about ?? '' })),
    byDefault: proposed,
  });
}
