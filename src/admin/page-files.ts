/** The built pages: read once at start, served by their exact names. Nothing of anybody is in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';

export type PageFile = { readonly type: string; readonly bytes: Buffer<ArrayBuffer> };

export type PageFiles = {
  /** With `NONCE` where the nonce of a reply's policy belongs. */
  readonly html: string;
  /** By path, e.g. `/assets/index-4f2a.js`: each name holds a hash of what it names. */
  readonly assets: ReadonlyMap<string, PageFile>;
};

/** From source beside `dist/`, compiled in it. */
const BUILT = new URL(import.meta.url.endsWith('.ts') ? '../../dist/console/' : '../console/', import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export const NONCE = '__nonce__';

/** Null where they were never built. */
export function builtPages(folder: URL = BUILT): PageFiles | null {
  try {
    const assets = readdirSync(new URL('assets/', folder)).map((name) => {
      const type = TYPES[extname(name)] ?? 'application/octet-stream';
      return [`/assets/${name}`, { type, bytes: readFileSync(new URL(`assets/${name}`, folder)) }] as const;
    });
    return { html: readFileSync(new URL('index.html', folder), 'utf8'), assets: new Map(assets) };
  } catch {
    return null;
  }
}

/** What stands in their place then. */
export const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Concierge</title>
<h1>This page isn’t built yet</h1>
<p>Agents are answered all the same. To see the page, stop the server and run <code>npm start</code>, or
<code>node scripts/build-console.ts</code> and start again.</p>
</html>
`;
