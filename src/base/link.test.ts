import { expect, it } from 'vitest';
import { linkIn } from './link.ts';

const cells: readonly (readonly [text: string, href: string | undefined, why: string])[] = [
  ['https://acme.example/a', 'https://acme.example/a', 'a link'],
  [' https://acme.example/a\r\n', 'https://acme.example/a', 'blanks around it'],
  ['https://acme.example/é', 'https://acme.example/%C3%A9', 'letters of other scripts'],
  ['https://acme.example/a%20b', 'https://acme.example/a%20b', 'a blank as URLs write it'],
  ['mailto:ann@acme.example', 'mailto:ann@acme.example', 'of any scheme'],
  ['https://acme.example/a b', undefined, 'text behind it'],
  ['https://acme.example/a\nhttps://evil.example', undefined, 'another one behind it'],
  ['https://acme.example/\u202Ea', undefined, 'what turns the line round'],
  ['https://acme.example/\u200Ba', undefined, 'what nobody sees'],
  ['https://acme.example/"><script>', undefined, 'markup'],
  [String.raw`https://acme.example\@evil.example`, undefined, 'a slash for some'],
  [`https://acme.example/${'x'.repeat(2048)}`, undefined, 'a flood'],
  ['acme.example/a', undefined, 'no scheme'],
  ['', undefined, 'nothing'],
];

it.each(cells)('%j → %j: %s', (text, href) => {
  expect(linkIn(text)?.href).toBe(href);
});
