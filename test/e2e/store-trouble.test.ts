/** A store that fails under the program: a contact for every call, an alarm for the operator, and no record made up. */
import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Finished, Serving } from '../support/concierge-process.ts';
import { concierge, copyOfAcme, serveConcierge, startConcierge } from '../support/concierge-process.ts';
import { contactOver, readiness } from '../support/asking.ts';

const FALLBACK = 'success@acme.example';
const AOIFE = { customer_email: 'aoife.brannigan@quillhaven.example' };

let acme = '';
let store = '';
beforeEach(async () => {
  const { folder, dispose } = copyOfAcme();
  acme = folder;
  store = join(folder, '.concierge');
  onTestFinished(dispose);
  const { code, stderr } = await concierge(['import', acme]);
  if (code !== 0) throw new Error(stderr);
});

async function serving(): Promise<Serving> {
  const started = await serveConcierge(acme);
  onTestFinished(() => void started.child.kill('SIGKILL'));
  return started;
}

describe.each(['directory.sqlite', 'records.sqlite'])('a damaged %s at start', (file) => {
  it('is no dead end: the fallback answers until it is mended', { timeout: 30_000 }, async () => {
    const path = join(store, file);
    copyFileSync(path, `${path}.good`);
    writeFileSync(path, Buffer.alloc(64 * 1024, 'not a database '));
    const { url, origin, printed, stop } = await serving();
    expect((await contactOver(url, AOIFE)).email).toBe(FALLBACK);
    expect(await readiness(origin)).toEqual([503, ['records', 'directory']]);
    expect(printed().stderr).toContain(`${path} is not a database. Move it away; the store makes a new one.`);
    rmSync(path);
    rmSync(`${path}-wal`, { force: true });
    renameSync(`${path}.good`, path);
    await expect.poll(() => readiness(origin), { timeout: 15_000, interval: 200 }).toEqual([200, []]);
    expect((await contactOver(url, AOIFE)).email).toBe('sarah.jenkins@acme.example');
    expect((await stop()).code).toBe(0);
  });
});

describe('who has an API key', () => {
  let bearer: { readonly authorization: string };
  beforeEach(async () => {
    writeFileSync(join(acme, 'deployment.yaml'), 'auth: { api_keys: true }\n');
    const { stdout } = await concierge(['key', 'create', 'support-copilot', acme]);
    bearer = { authorization: `Bearer ${stdout.trim()}` };
  });

  it('is known while another file is damaged at start, and gets the fallback', { timeout: 30_000 }, async () => {
    writeFileSync(join(store, 'records.sqlite'), Buffer.alloc(64 * 1024, 'not a database '));
    const { url, stop } = await serving();
    expect((await contactOver(url, AOIFE, bearer)).email).toBe(FALLBACK);
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(401);
    await stop();
  });

  it('is not told that the key is wrong while nobody can tell', { timeout: 30_000 }, async () => {
    writeFileSync(join(store, 'keys.sqlite'), Buffer.alloc(64 * 1024, 'not a database '));
    const { url, stop } = await serving();
    const headers = { ...bearer, 'content-type': 'application/json' };
    expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(503);
    await stop();
  });
});

it('a damaged store is said in one sentence where somebody waits for a result', async () => {
  writeFileSync(join(store, 'directory.sqlite'), 'not a database, and rather short of one');
  for (const args of [
    ['import', acme],
    ['explain', acme, '--account', '1'],
  ]) {
    const { code, stderr } = await concierge(args);
    expect(code).toBe(8);
    expect(stderr).toContain('directory.sqlite is not a database');
    expect(stderr).not.toMatch(/\n\s+at /);
  }
});

it('an import that is interrupted leaves the directory as it was', async () => {
  const before = readFileSync(join(store, 'directory.sqlite'));
  const { code, stderr } = await interruptedImport(400);
  const said = stderr.includes('The import was interrupted; the directory is as it was before.');
  expect([code, said]).toEqual(code === 0 ? [0, false] : [12, true]);
  expect(readFileSync(join(store, 'directory.sqlite'))).toEqual(before);
});

/** Once more and later where the signal came before the program listened, which any program dies of. */
async function interruptedImport(afterMs: number): Promise<Finished> {
  const importing = startConcierge(['import', acme]);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  importing.child.kill('SIGINT');
  const ended = await importing.ended;
  return ended.code === null ? await interruptedImport(2 * afterMs) : ended;
}
