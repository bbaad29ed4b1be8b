/**
 * `concierge wrap curl`: a pasted request becomes an operation of a source, and a tool of its service. Again, it takes its own
 * place, with every edit kept.
 */
import type { CurlRequest } from '../../../wrapping/curl-request.ts';
import { curlRequest } from '../../../wrapping/curl-request.ts';
import type { Kept, KeptOperation } from '../../../wrapping/kept.ts';
import { keptOf } from '../../../wrapping/kept.ts';
import { spokenName } from '../../../wrapping/names.ts';
import type { Files } from '../../../wrapping/rewrap.ts';
import { standsIn, withPasted } from '../../../wrapping/rewrap.ts';
import { serviceText, sourceText } from '../../../wrapping/source-text.ts';
import type { WrappedOperation } from '../../../wrapping/wrapped-operation.ts';
import type { CommandContext } from '../../context.ts';
import { pathFrom } from '../../terminal/from-here.ts';
import type { There } from '../../wrap/curl-before.ts';
import { refuseToForget, wrappedBefore } from '../../wrap/curl-before.ts';
import type { WrapCurlOptions } from '../../wrap/curl-operation.ts';
import { authOf, operationOf, textOf } from '../../wrap/curl-operation.ts';
import { nextLines } from '../../wrap/wrap-next.ts';
import type { WrapPlace } from '../../wrap/wrap-place.ts';
import { wrapPlace, writeWrapped } from '../../wrap/wrap-place.ts';
import { operationJson } from '../../wrap/wrap-text.ts';
import type { Wrapping } from '../../wrap/write-and-tell.ts';
import { writeAgain } from '../../wrap/write-and-tell.ts';

const REQUEST: Wrapping = { from: 'request', adds: '', json: operationJson };

/** @throws Failure `usage`, `missing_file`, `configuration` */
export async function wrapCurl(options: WrapCurlOptions, context: CommandContext): Promise<void> {
  const place = wrapPlace(options.name, options.workspace, context.cwd);
  const text = options.request.startsWith('@') ? textOf(options.request.slice(1), context.cwd) : options.request;
  const request = curlRequest(text);
  const { operation, base } = await operationOf(request, options, context.cwd);
  const asked: Asked = { operation, base, request };
  if (place.there === null) return first(place, asked, options, context);
  const before = wrappedBefore(place.there, base, operation, options);
  if (before === null) added(place, place.there, asked, options, context);
  else again(place, place.there, before, asked, options, context);
}

type Asked = { readonly operation: WrappedOperation; readonly base: string; readonly request: CurlRequest };

function pastedOf(operation: WrappedOperation): KeptOperation {
  return { ...keptOf(operation), pasted: true };
}

function added(
  place: WrapPlace,
  { kept, files }: There,
  { operation, request }: Asked,
  options: WrapCurlOptions,
  context: CommandContext,
): void {
  const result = withPasted(kept, pastedOf(operation), files);
  write(place, result.files, { ...kept, operations: [...result.operations] }, options, context);
  for (const line of toldLines(operation, request, options)) context.err(line);
  context.err(nextLines(place, null, context, { what: `\`${operation.name}\`` }).join('\n'));
}

/** Under the name that it has. */
function again(
  place: WrapPlace,
  { kept, files }: There,
  before: KeptOperation,
  { operation: made, request }: Asked,
  options: WrapCurlOptions,
  context: CommandContext,
): void {
  const { name } = before;
  const operation = { ...made, name };
  const pasted = pastedOf(operation);
  refuseToForget(before, pasted, options);
  const result = withPasted(kept, pasted, files);
  const written = { result, kept: { ...kept, operations: [...result.operations] }, chosen: [] };
  for (const line of toldLines(operation, request, options)) context.err(line);
  writeAgain(place, written, REQUEST, { dryRun: options.dryRun === true }, context);
  if (result.told.some(({ toDo }) => toDo.length > 0) || standsIn(name, result.files).length < 2)
    context.err(`To have \`${name}\` proposed anew, take it out of both files and wrap it again.`);
}

function first(
  place: WrapPlace,
  { operation, base, request }: Asked,
  options: WrapCurlOptions,
  context: CommandContext,
): void {
  const access = { baseUrl: base, ...authOf(request.credential, options.name) };
  const from = `a request to ${request.url.hostname}`;
  const head = { name: options.name, title: spokenName(options.name), from, access };
  const files = { source: sourceText(head, [operation]), service: serviceText(head, [operation]) };
  const operations = [pastedOf(operation)];
  const kept = { format: 1 as const, from, title: '', version: '', base_url: base, known: [], operations };
  write(place, files, kept, options, context);
  for (const line of toldLines(operation, request, options)) context.err(line);
  context.err(nextLines(place, access, context).join('\n'));
}

function write(place: WrapPlace, files: Files, kept: Kept, { dryRun }: WrapCurlOptions, context: CommandContext): void {
  if (dryRun === true) return context.out(`${files.source}\n${files.service}`.trimEnd());
  writeWrapped(place, files, kept);
  for (const path of [place.paths.source, place.paths.service, place.paths.kept])
    context.out(pathFrom(context.cwd, path));
}

function toldLines(
  { key, name, source, fields, notes }: WrappedOperation,
  { credential, notes: left }: CurlRequest,
  { reply, request }: WrapCurlOptions,
): readonly string[] {
  const inputs = Object.entries(source.input ?? {}).map(
    ([input, { type, required }]) => `${input} (${type}${required === true ? ', needed' : ''})`,
  );
  return [
    `${name}: ${key}, ${inputs.length === 0 ? 'which takes nothing' : `which takes ${inputs.join(', ')}`}${reply === undefined ? '' : `, with ${fields.length} fields`}.`,
    ...(credential === null
      ? []
      : [
          request.startsWith('@')
            ? `Its credential was written nowhere; it still stands in ${request.slice(1)}: delete that.`
            : 'Its credential was written nowhere; your shell may remember it: make a new one, or paste the request by @FILE the next time.',
        ]),
    ...[...left, ...notes].map((note) => `  ${note}`),
  ];
}
