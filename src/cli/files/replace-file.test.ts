import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failureOf, temporaryFolder } from '../../../test/support/workspace-folder.ts';
import { replaceFile } from './replace-file.ts';

it('puts the text in place of what was there, and leaves nothing beside it', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.yaml'), 'before');
  replaceFile(join(folder, 'a.yaml'), 'after');
  expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe('after');
  expect(readdirSync(folder)).toEqual(['a.yaml']);
});

it('follows a link, which stays one', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'real.yaml'), 'before');
  symlinkSync('real.yaml', join(folder, 'link.yaml'));
  replaceFile(join(folder, 'link.yaml'), 'after');
  expect(readlinkSync(join(folder, 'link.yaml'))).toBe('real.yaml');
  expect(readFileSync(join(folder, 'real.yaml'), 'utf8')).toBe('after');
});

it('says that it can’t, and leaves nothing beside it', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'a.yaml', 'full'), { recursive: true });
  const failure = failureOf(() => replaceFile(join(folder, 'a.yaml'), 'after'));
  expect(failure.code).toBe('usage');
  expect(failure.message).toContain(`The file ${join(folder, 'a.yaml')} can't be written (`);
  expect(readdirSync(folder)).toEqual(['a.yaml']);
});
