import { describe, expect, it } from 'vitest';
import { normalEmail, normalHostName } from './email.ts';

describe('normalEmail', () => {
  it.each([
    [' Sarah.Jenkins@Acme.Example ', 'sarah.jenkins@acme.example', 'trimmed and lower-case'],
    ['w.sonntag+acme@silberfluss.example', 'w.sonntag+acme@silberfluss.example', 'plus-addresses stay'],
    ["o'neil@acme.example", "o'neil@acme.example", 'an apostrophe is allowed'],
    ['info@bücher.example', 'info@xn--bcher-kva.example', 'the domain in its ASCII form'],
    ['a@mail.acme.co.example', 'a@mail.acme.co.example', 'many labels'],
  ])('%j → %j (%s)', (text, expected) => {
    expect(normalEmail(text)).toBe(expected);
  });

  it.each([
    'sarah',
    '@acme.example',
    'sarah@',
    'sarah@acme',
    'a@b@acme.example',
    'Sarah <sarah@acme.example>',
    'a@acme.example; b@acme.example',
    'a b@acme.example',
    'sarah@-acme.example',
    'sarah@10.0.0.1',
    'sarah@acme..example',
    `${'a'.repeat(65)}@acme.example`,
    'x'.repeat(100_000),
    '',
    'sarah\u200b@acme.example',
    'sarah@ac\u200bme.example',
    'sarah@ acme.example',
    'sarah @acme.example',
    'sarah@acme.example/x',
    'sarah@%61cme.example',
  ])('%j is no address', (text) => {
    expect(normalEmail(text)).toBeNull();
  });
});

describe('normalHostName', () => {
  it.each([
    ['Acme.Example.', 'acme.example'],
    ['müller.example', 'xn--mller-kva.example'],
    ['XN--Mller-KVA.example', 'xn--mller-kva.example'],
    ['localhost', null],
    ['127.0.0.1', null],
    ['acme example', null],
    ['ＡＣＭＥ。example', 'acme.example'],
    ['نامه\u200cای.example', 'xn--mgba3gch31f060k.example'],
    ['ac\u200cme.example', null],
    ['%61cme.example', null],
    ['acme.example/x', null],
    ['acme.example\\x', null],
    ['acme.example?x', null],
    ['acme.example#x', null],
    ['acme.example:80', null],
    ['ac\u00adme.example', null],
    ['ac\u200bme.example', null],
    ['ac\ufe0fme.example', null],
    ['ac\tme.example', null],
    ['acme\u{e0061}.example', null],
  ])('%j → %j', (text, expected) => {
    expect(normalHostName(text)).toBe(expected);
  });
});
