/** What a pasted `curl …` asks for. Credentials are recognised and left behind: their values go nowhere from here. */
import { Failure } from '../base/failure.ts';
import { shellWords } from './shell-words.ts';

export type Credential = { readonly way: 'bearer' | 'basic' } | { readonly way: 'api_key'; readonly header: string };

export type CurlRequest = {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** Those that a request needs and that tell no secret. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
  readonly credential: Credential | null;
  /** What was left behind, a sentence each. */
  readonly notes: readonly string[];
};

const MOST_TEXT = 100_000;
/** Without an argument. */
const FLAGS =
  /^(?:-[sSLkivfgN#0]+|--(?:silent|show-error|location|insecure|include|verbose|fail|fail-with-body|compressed|globoff|http1\.1|http2|no-buffer|no-progress-meter|progress-bar|path-as-is|tlsv1\.[23]))$/;
/** With one, and without meaning here. */
const PASSED = new Set([
  '-o',
  '--output',
  '-A',
  '--user-agent',
  '-e',
  '--referer',
  '-m',
  '--max-time',
  '--connect-timeout',
  '--retry',
  '-w',
  '--write-out',
  '-x',
  '--proxy',
  '--cacert',
  '-c',
  '--cookie-jar',
]);
const TAKEN: Readonly<Record<string, keyof Read>> = {
  '-X': 'method',
  '--request': 'method',
  '-H': 'headers',
  '--header': 'headers',
  '-u': 'user',
  '--user': 'user',
  '-d': 'data',
  '--data': 'data',
  '--data-raw': 'data',
  '--data-ascii': 'data',
  '--data-binary': 'data',
  '--json': 'json',
  '--data-urlencode': 'encoded',
  '--url': 'urls',
  '-b': 'cookies',
  '--cookie': 'cookies',
  '--oauth2-bearer': 'bearer',
  '--url-query': 'encoded',
};

type Read = Record<
  'method' | 'headers' | 'user' | 'data' | 'json' | 'encoded' | 'urls' | 'cookies' | 'bearer',
  string[]
> & { isGet: boolean };

/** @throws Failure `usage` for what is no request that only reads; never with a value of a header */
export function curlRequest(text: string): CurlRequest {
  if (text.length > MOST_TEXT) throw refused('The request is longer than 100,000 characters.');
  const split = shellWords(text.trim());
  if ('why' in split) throw refused(`The request can’t be read: ${split.why}.`);
  const [program = '', ...words] = split.words;
  if (!/^(?:\S*\/)?curl(?:\.exe)?$/.test(program)) throw refused('A request begins with `curl`.');
  const read = readWords(words);
  const url = urlOf(read);
  const { headers, credential, notes } = headersOf(read);
  const isSent = [read.data, read.json].some((list) => list.length > 0) && !read.isGet;
  const method = (
    read.method.at(-1) ?? (isSent || (read.encoded.length > 0 && !read.isGet) ? 'POST' : 'GET')
  ).toUpperCase();
  if (method !== 'GET' && method !== 'POST')
    throw refused(
      `${method.slice(0, 20)} changes something: only what reads is wrapped.`,
      'Paste a GET, or a POST that only asks.',
    );
  return { method, url, headers, credential, notes, body: isSent ? [...read.data, ...read.json].join('&') : null };
}

function readWords(words: readonly string[]): Read {
  const read: Read = {
    method: [],
    headers: [],
    user: [],
    data: [],
    json: [],
    encoded: [],
    urls: [],
    cookies: [],
    bearer: [],
    isGet: false,
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [option, value] = optionOf(word);
    const into = Object.hasOwn(TAKEN, option) ? TAKEN[option] : undefined;
    if (into !== undefined && into !== 'isGet') read[into].push(value ?? words[++at] ?? '');
    else if (PASSED.has(option)) at += value === undefined ? 1 : 0;
    else if (option === '--get' || /^-[sSLkivfgN#0]*G[sSLkivfgN#0]*$/.test(word)) read.isGet = true;
    else if (option === '-I' || option === '--head') throw refused('A HEAD has no reply to read.');
    else if (/^(?:-[FT]|--(?:form|form-string|upload-file))$/.test(option))
      throw refused('It uploads something: only what reads is wrapped.');
    else if (!FLAGS.test(word)) {
      if (word.startsWith('-'))
        throw refused(`\`${option.slice(0, 30)}\` isn’t understood here.`, 'Leave that option out.');
      read.urls.push(word);
    }
  }
  return read;
}

/** `-XPOST` and `--request=POST` too. */
function optionOf(word: string): readonly [option: string, value: string | undefined] {
  const long = /^(--[a-z0-9.-]+)=([\s\S]*)$/.exec(word);
  if (long?.[1] !== undefined) return [long[1], long[2]];
  const short = /^(-[XHudbA])([\s\S]+)$/.exec(word);
  return short?.[1] === undefined ? [word, undefined] : [short[1], short[2]];
}

function urlOf({ urls, isGet, data, encoded, method }: Read): URL {
  const [first, second] = urls;
  if (first === undefined || second !== undefined)
    throw refused(first === undefined ? 'The request names no address.' : 'The request names two addresses.');
  const url = URL.parse(/^[a-z]+:\/\//i.test(first) ? first : `https://${first}`);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw refused('The address can’t be read.', 'It begins with https://.');
  if (url.username !== '' || url.password !== '')
    throw refused('A user or a password stands in the address.', 'Paste it with `-u` in its place.');
  const isQuery = isGet || method.at(-1)?.toUpperCase() === 'GET';
  for (const part of isQuery ? [...data, ...encoded] : []) {
    const [name = '', ...rest] = part.split('=');
    const value = rest.join('=');
    url.searchParams.append(name, data.includes(part) ? decoded(value) : value);
  }
  if (!isQuery && encoded.length > 0)
    throw refused('It sends a form, not JSON.', 'Paste it with `-G`, where the system reads the address.');
  return url;
}

function decoded(value: string): string {
  return new URLSearchParams(`v=${value}`).get('v') ?? value;
}

/** What a browser or curl sends by itself. */
const OWN =
  /^(?:accept.*|content-(?:type|length)|user-agent|host|connection|origin|referer|sec-.*|dnt|te|pragma|cache-control|priority|upgrade-insecure-requests|if-.*|x-requested-with)$/i;
const SECRET = /key|token|secret|auth|session|signature|password|credential|jwt/i;
const PLAIN = /version|locale|language|format|region|site/i;

function headersOf({ headers, user, bearer, cookies }: Read): Pick<CurlRequest, 'headers' | 'credential' | 'notes'> {
  const kept: (readonly [string, string])[] = [];
  const found: Credential[] = [
    ...(user.length > 0 ? [{ way: 'basic' as const }] : []),
    ...(bearer.length > 0 ? [{ way: 'bearer' as const }] : []),
  ];
  const notes: string[] = [];
  let isCookie = cookies.length > 0;
  for (const header of headers) {
    const [name = '', ...rest] = header.split(':');
    const value = rest.join(':').trim();
    if (!/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(name)) continue;
    if (/^cookie$/i.test(name)) isCookie = true;
    else if (/^authorization$/i.test(name))
      found.push(
        /^bearer /i.test(value)
          ? { way: 'bearer' }
          : /^basic /i.test(value)
            ? { way: 'basic' }
            : { way: 'api_key', header: name },
      );
    else if (OWN.test(name)) continue;
    else if (SECRET.test(name)) found.push({ way: 'api_key', header: name });
    else if (PLAIN.test(name) && /^[\x21-\x7a|~ ]{1,60}$/.test(value)) kept.push([name, value]);
    else notes.push(`The header ${name} was left behind: what it holds could be anything.`);
  }
  const [credential = null, ...others] = found;
  if (isCookie) notes.push('Cookies were left behind: they are a person’s session, which ends.');
  if (others.length > 0) notes.push('It came in by more than one credential; the first was taken for the way in.');
  return { headers: kept, credential, notes };
}

function refused(message: string, mend = ''): Failure {
  return new Failure('usage', message, mend);
}
