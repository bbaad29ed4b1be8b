/**
 * `concierge wrap openapi`: a source and a service from an OpenAPI document, with the read operations that somebody chose. Again, where
 * they are there: what the document changed since, with every edit kept.
 */
import { basename } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { cleanText } from '../../../base/clean-text.ts';
import type { Access } from '../../../wrapping/access.ts';
import { addressOf, authOf } from '../../../wrapping/access.ts';
import type { ApiDocument } from '../../../wrapping/api-document.ts';
import type { Choice } from '../../../wrapping/choose.ts';
import { isChosen, isEverything, isNamed } from '../../../wrapping/choose.ts';
import type { Kept } from '../../../wrapping/kept.ts';
import { keptOf } from '../../../wrapping/kept.ts';
import type { OfferOptions } from '../../../wrapping/offered.ts';
import { offeredOf } from '../../../wrapping/offered.ts';
import { rewrapped } from '../../../wrapping/rewrap.ts';
import { sourceText, serviceText } from '../../../wrapping/source-text.ts';
import { shortened } from '../../../wrapping/words.ts';
import type { Offered, WrappedOperation } from '../../../wrapping/wrapped-operation.ts';
import { readDeployment } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { counted } from '../../terminal/counted.ts';
import { emphasis } from '../../terminal/emphasis.ts';
import { readApi } from '../../wrap/read-api.ts';
import type { WrapPlace } from '../../wrap/wrap-place.ts';
import { wrapPlace } from '../../wrap/wrap-place.ts';
import { nextLines } from '../../wrap/wrap-next.ts';
import {
  noteLines,
  offeredLine,
  operationJson,
  operationTable,
  refusedJson,
  refusedLines,
} from '../../wrap/wrap-text.ts';
import type { Wrapping } from '../../wrap/write-and-tell.ts';
import {
  MOST_TOOLS,
  MOST_UNASKED,
  refuseMoreThanFit,
  tellNotes,
  writeAgain,
  writeFirst,
} from '../../wrap/write-and-tell.ts';

export type WrapOpenapiOptions = {
  readonly from: string;
  readonly name?: string;
  readonly workspace?: string;
  readonly list?: boolean;
  readonly tag?: readonly string[];
  readonly path?: readonly string[];
  readonly method?: readonly string[];
  readonly operation?: readonly string[];
  readonly all?: boolean;
  readonly postSearch?: boolean;
  readonly baseUrl?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
};

const DOCUMENT: Wrapping = { from: 'document', adds: '--operation NAME', json: operationJson };

/** @throws Failure `usage`, `missing_file`, `configuration`, `not_found` */
export async function wrapOpenapi(options: WrapOpenapiOptions, context: CommandContext): Promise<void> {
  const { from, list = false } = options;
  if (!list && options.name === undefined)
    throw new Failure('usage', 'How shall it be called?', 'Say --name NAME, or --list to see what there is.');
  const place = options.name === undefined ? null : wrapPlace(options.name, options.workspace, context.cwd);
  const { outbound } = readDeployment(place?.folder ?? context.cwd, { dir: options.workspace }, context.cwd);
  context.progress(`Reading ${from}`);
  const { api, url } = await readApi(from, { cwd: context.cwd, allowPrivate: outbound.allowPrivate });
  context.progress('Looking at its operations');
  const kept = place?.there?.kept ?? null;
  const offered = offeredOf(api, offerOf(options, kept));
  context.progress(null);
  for (const line of api.dangling().slice(0, 10)) context.err(`warning: ${cleanText(line, 400)}`);
  const choice = choiceOf(options);
  if (list || place === null) return listed(offered, choice, api, options, context);
  refuseStrangers(choice, offered);
  const head = { api, url, offered, choice };
  if (place.there === null) first(place, head, options, context);
  else again(place, place.there.kept, head, options, context);
}

/** A POST that was wrapped before still asks: nobody has to say it twice. */
function offerOf({ postSearch = false, operation = [] }: WrapOpenapiOptions, kept: Kept | null): OfferOptions {
  const before = kept?.operations ?? [];
  const posts = before.flatMap(({ key }) => (key.startsWith('POST ') ? [key] : []));
  const names = new Map(before.map(({ key, name }) => [key, name]));
  return { postSearch: postSearch || posts.length > 0, named: [...operation, ...posts], names };
}

function choiceOf({ tag = [], path = [], method = [], operation = [] }: WrapOpenapiOptions): Choice {
  return { tags: tag, paths: path, methods: method, operations: operation };
}

function listed(
  offered: Offered,
  choice: Choice,
  api: ApiDocument,
  { json = false }: WrapOpenapiOptions,
  context: CommandContext,
): void {
  const operations = offered.operations.filter((each) => isChosen(each, choice));
  const refused = offered.refused.filter((each) => isChosen(each, choice));
  if (json) {
    const document = { title: api.title, version: api.version };
    context.out(
      JSON.stringify(
        { document, operations: operations.map(operationJson), refused: refused.map(refusedJson) },
        null,
        2,
      ),
    );
    return;
  }
  for (const line of operationTable(operations, emphasis(context))) context.out(line);
  context.err(titled(api, offeredLine({ ...offered, operations, refused })));
  for (const line of refusedLines(refused)) context.err(line);
}

function titled({ title, version }: ApiDocument, line: string): string {
  const what = [cleanText(title, 80), cleanText(version, 30)].filter((each) => each !== '').join(' ');
  return what === '' ? line : `${what}: ${line}`;
}

/** A word that fits nothing is a typing error, never an empty choice. */
function refuseStrangers({ operations, tags }: Choice, offered: Offered): void {
  const all = [...offered.operations, ...offered.refused];
  for (const word of operations) {
    const one = all.find((each) => isNamed(each, word));
    if (one === undefined)
      throw new Failure(
        'usage',
        `The document has no operation \`${word}\` that reads.`,
        '--list shows those that there are, with --post-search also what asks by POST.',
      );
    if ('why' in one)
      throw new Failure(
        'usage',
        `${one.key} can’t be wrapped: ${one.why}.`,
        ...(/what it replies/.test(one.why)
          ? ['Paste a request of it with a reply: `concierge wrap curl … --reply FILE` reads the fields there.']
          : []),
      );
  }
  const tag = tags.find(
    (each) => !all.some((one) => one.tags.some((other) => other.toLowerCase() === each.toLowerCase())),
  );
  if (tag !== undefined)
    throw new Failure('usage', `No operation that reads has the tag \`${tag}\`.`, '--list shows the tags.');
}

type Document = {
  readonly api: ApiDocument;
  readonly url: string | null;
  readonly offered: Offered;
  readonly choice: Choice;
};

function first(place: WrapPlace, document: Document, options: WrapOpenapiOptions, context: CommandContext): void {
  const { offered, choice } = document;
  const chosen = offered.operations.filter((each) => isChosen(each, choice));
  refuseTooMany(chosen, offered, options, context);
  const head = headOf(place, document, options);
  const files = { source: sourceText(head, chosen), service: serviceText(head, chosen) };
  const kept = keptFor(document, options, head.access.baseUrl, chosen.map(keptOf));
  writeFirst(place, { files, kept, chosen }, DOCUMENT, options, context);
  context.err(titled(document.api, offeredLine(offered)));
  context.err(
    `${options.dryRun === true ? 'Would wrap' : 'Wrapped'} ${counted(chosen.length, 'operation')}: ${chosen.map(({ name }) => name).join(', ')}.`,
  );
  tellNotes([...head.access.notes.map((note) => `  ${note}`), ...noteLines(chosen)], context);
  context.err(nextLines(place, head.access, context).join('\n'));
}

function refuseTooMany(
  chosen: readonly WrappedOperation[],
  offered: Offered,
  options: WrapOpenapiOptions,
  context: CommandContext,
): void {
  if (chosen.length === 0)
    throw new Failure(
      'usage',
      'No operation that can be wrapped fits.',
      '--list shows those that there are, and why others can’t be.',
    );
  const isAsked = (options.operation ?? []).length > 0 || options.all === true;
  if (chosen.length <= MOST_UNASKED || (isAsked && chosen.length <= MOST_TOOLS)) return;
  const choice = choiceOf(options);
  for (const line of operationTable(chosen, emphasis(context))) context.out(line);
  const many = `${counted(chosen.length, 'operation')} ${isEverything(choice) ? 'could be wrapped' : 'fit'}, which is more than a model reads.`;
  const all = chosen.length <= MOST_TOOLS ? ', or take them --all' : '';
  throw new Failure(
    'usage',
    `${offeredLine(offered)} ${many}`,
    `Choose by --tag, --path or --operation NAME${all}; nothing was written.`,
  );
}

function headOf(place: WrapPlace, { api, url }: Document, { baseUrl, from }: WrapOpenapiOptions) {
  const title = shortened(cleanText(api.title, 80), 80) || place.name;
  const version = cleanText(api.version, 30);
  const access: Access = { ...authOf(api, place.name), ...addressFor(api, url, baseUrl) };
  const notes = [...new Set([...addressFor(api, url, baseUrl).notes, ...authOf(api, place.name).notes])].map((note) =>
    cleanText(note, 400),
  );
  return {
    name: place.name,
    title,
    from: `${[title, version].filter(Boolean).join(' ')} (${shownAs(from)})`,
    access: { ...access, notes },
  };
}

/** Of a file its name, since it lies elsewhere on every machine; of an address no parameters, which may hold a key. */
function shownAs(from: string): string {
  const plain = /^https?:/i.test(from) ? from.replace(/[?#].*$/, '').replace(/\/\/[^/@]*@/, '//') : basename(from);
  return cleanText(plain, 200);
}

const ADDRESS = /^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/;

function addressFor(api: ApiDocument, url: string | null, said: string | undefined): Pick<Access, 'baseUrl' | 'notes'> {
  if (said !== undefined) {
    if (ADDRESS.test(said)) return { baseUrl: said.replace(/\/+$/, ''), notes: [] };
    throw new Failure(
      'usage',
      `\`${said}\` is no address.`,
      'Write it like https://crm.acme.example/api, without parameters.',
    );
  }
  const found = addressOf(api, url);
  if ('url' in found) return { baseUrl: found.url, notes: found.notes };
  throw new Failure(
    'usage',
    found.why,
    'Say the system’s own by --base-url https://…; http:// serves only where `outbound.allow_private` of the deployment names its host.',
  );
}

function keptFor(
  { api, offered }: Document,
  { from }: WrapOpenapiOptions,
  baseUrl: string,
  operations: Kept['operations'],
): Kept {
  return {
    format: 1,
    from: shownAs(from),
    title: api.title.slice(0, 200),
    version: api.version.slice(0, 100),
    base_url: baseUrl,
    known: offered.operations.map(({ key }) => key),
    operations: [...operations],
  };
}

function again(
  place: WrapPlace,
  kept: Kept,
  document: Document,
  options: WrapOpenapiOptions,
  context: CommandContext,
): void {
  const { offered, choice } = document;
  const chosen =
    isEverything(choice) && options.all !== true ? [] : offered.operations.filter((each) => isChosen(each, choice));
  refuseMoreThanFit(kept, chosen);
  const files = place.there?.files ?? { source: '', service: '' };
  const result = rewrapped(kept, offered, chosen, files);
  const after = keptFor(document, options, kept.base_url, [...result.operations]);
  const version = versionsOf(kept, document.api);
  writeAgain(place, { result, kept: after, chosen }, DOCUMENT, { ...options, version }, context);
}

function versionsOf(kept: Kept, api: ApiDocument): string {
  if (kept.version === api.version) return '';
  return ` (${cleanText(kept.version, 30)} then, ${cleanText(api.version, 30)} now)`;
}
