/**
 * The package as others get it: `cx-concierge/assertion` out of a tarball, in a folder that isn't this repository. Compiled
 * here with the options of the build, and no more of it than that needs; `npm run check` builds and lints the whole.
 */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assertionVerifier } from '../../src/caller/verify-assertion.ts';
import { ROOT } from '../support/concierge-process.ts';

const run = promisify(execFile);
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** Has the package installed, without what else the package needs but the one library of this module. */
let project: string;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'packed-'));
  const built = join(project, 'built');
  const options = ['-p', join(ROOT, 'tsconfig.types.json'), '--emitDeclarationOnly', 'false'];
  await run(process.execPath, [TSC, ...options, '--outDir', join(built, 'dist')]);
  for (const file of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'])
    copyFileSync(join(ROOT, file), join(built, file));
  await run('npm', ['pack', '--ignore-scripts', '--offline', '--pack-destination', project], { cwd: built });
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz')) ?? '';
  const installed = join(project, 'node_modules/cx-concierge');
  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components', '1'], { cwd: project });
  symlinkSync(join(ROOT, 'node_modules/jose'), join(project, 'node_modules/jose'));
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

const { privateKey, publicKey } = generateKeyPairSync('ed25519');

const PROGRAM = `
import { mintAssertion } from 'cx-concierge/assertion';
import type { AssertedCustomer } from 'cx-concierge/assertion';

const customer: AssertedCustomer = { accountId: '001A' };
console.log(
  await mintAssertion({
    privateKey: process.argv[2] ?? '',
    keyId: 'k1',
    issuer: 'https://chat.acme.example',
    audience: 'https://concierge.acme.example/mcp',
    caller: 'website-chat',
    customer,
  }),
);
`;

it('mints what is verified', async () => {
  writeFileSync(join(project, 'program.ts'), PROGRAM);
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { stdout } = await run(process.execPath, ['program.ts', pem], { cwd: project });
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const issuer = {
    issuer: 'https://chat.acme.example',
    keys: [{ id: 'k1', algorithm: 'EdDSA', publicKey: spki }],
  } as const;
  const verify = assertionVerifier({ id: 'website-chat' }, issuer, ['https://concierge.acme.example/mcp'], Date.now);
  expect(await verify(stdout.trim())).toMatchObject({ subject: { type: 'account_id', value: '001A' } });
});

it('brings its types along', async () => {
  writeFileSync(join(project, 'typed.ts'), PROGRAM);
  writeFileSync(join(project, 'slip.ts'), PROGRAM.replace('accountId:', 'account:'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  const typeRoots = [join(ROOT, 'node_modules/@types')];
  const compilerOptions = {
    noEmit: true,
    strict: true,
    module: 'nodenext',
    target: 'es2024',
    types: ['node'],
    typeRoots,
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.ts', 'slip.ts'] }));
  const said = await failureOf(run(process.execPath, [TSC, '-p', 'tsconfig.json'], { cwd: project }));
  const places = said.split('\n').filter((line) => line.includes('error'));
  expect(places).toHaveLength(1);
  expect(places[0]).toMatch(/^slip\.ts.*account.*AssertedCustomer/);
});

it('offers nothing else to import', async () => {
  writeFileSync(join(project, 'other.ts'), `import 'cx-concierge/dist/caller/mint-assertion.js';`);
  const said = await failureOf(run(process.execPath, ['other.ts'], { cwd: project }));
  expect(said).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
});

/** What a program said that ended with another code than 0. */
async function failureOf(ran: Promise<unknown>): Promise<string> {
  const error: unknown = await ran.then(() => new Error('It did not fail.')).catch((failed: unknown) => failed);
  const { stdout = '', stderr = String(error) } = error as { stdout?: string; stderr?: string };
  return stdout + stderr;
}
