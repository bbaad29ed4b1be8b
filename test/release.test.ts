/** What a release must be, judged from what the tools print: the pure parts of `npm run release`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeAudit, packed, shippedSbom, uncommitted, unnamedIn } from '../scripts/release/judge.ts';
import { ROOT } from './support/cli.ts';

const audit = (...severities: readonly string[]): string =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(severities.map((severity, index) => [`package-${index}`, { severity }])),
  });

describe('an audit', () => {
  it.each([
    ['nothing known', audit(), { kind: 'passed', lesser: 0 }],
    ['only lesser ones', audit('low', 'moderate'), { kind: 'passed', lesser: 2 }],
    ['a high one', audit('low', 'high'), { kind: 'vulnerable', packages: ['package-1 (high)'] }],
    ['a critical one', audit('critical'), { kind: 'vulnerable', packages: ['package-0 (critical)'] }],
    [
      'a registry without audits',
      '{"message":"405 Method Not Allowed","statusCode":405,"error":{"summary":"","detail":""}}',
      { kind: 'no_audit', why: '405 Method Not Allowed' },
    ],
    [
      'no network',
      '{"error":{"code":"ENOTFOUND","summary":"getaddrinfo ENOTFOUND","detail":""}}',
      { kind: 'no_audit', why: 'getaddrinfo ENOTFOUND' },
    ],
    ['a page in place of a report', '<html>', { kind: 'no_audit', why: 'it answered with no report' }],
    ['nothing', '', { kind: 'no_audit', why: 'it answered with no report' }],
  ])('%s', (_what, json, verdict) => {
    expect(judgeAudit(json)).toEqual(verdict);
  });
});

describe('a bill of materials', () => {
  const component = (name: string, isDevelopment = false) => ({
    name,
    'bom-ref': `${name}@1.0.0`,
    properties: isDevelopment ? [{ name: 'cdx:npm:package:development', value: 'true' }] : [],
  });
  const whole = {
    bomFormat: 'CycloneDX',
    metadata: { component: component('checkout') },
    components: [component('yaml'), component('vitest', true), component('zod')],
    dependencies: [
      { ref: 'checkout@1.0.0', dependsOn: ['yaml@1.0.0', 'vitest@1.0.0', 'zod@1.0.0'] },
      { ref: 'vitest@1.0.0', dependsOn: ['zod@1.0.0'] },
      { ref: 'zod@1.0.0', dependsOn: [] },
    ],
  };
  const shipped = shippedSbom(JSON.stringify(whole), 'cx-concierge')!;

  it('has what is shipped, also what a tool needs too, and no tool', () => {
    expect(shipped.components.map(({ name }) => name)).toEqual(['yaml', 'zod']);
    expect(shipped.dependencies).toEqual([
      { ref: 'checkout@1.0.0', dependsOn: ['yaml@1.0.0', 'zod@1.0.0'] },
      { ref: 'zod@1.0.0', dependsOn: [] },
    ]);
  });

  it('is the package’s, whatever the folder is called', () => {
    expect(shipped.metadata.component.name).toBe('cx-concierge');
  });

  it('must name every dependency', () => {
    expect(unnamedIn(shipped, ['yaml', 'zod'])).toEqual([]);
    expect(unnamedIn(shipped, ['yaml', 'jose'])).toEqual(['jose']);
  });

  it.each(['', 'null', '{"spdxVersion":"SPDX-2.3"}'])('%j is none', (json) => {
    expect(shippedSbom(json, 'cx-concierge')).toBeNull();
  });
});

describe('a package', () => {
  const files = ['dist/main.js', 'dist/console/index.html', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md'].map(
    (path) => ({ path }),
  );

  it('is whole with its program and what tells of it', () => {
    expect(packed(JSON.stringify([{ filename: 'a.tgz', files }]))).toEqual({ filename: 'a.tgz', missing: [] });
  });

  it('is known by what it lacks', () => {
    expect(packed(JSON.stringify([{ filename: 'a.tgz', files: files.slice(0, -1) }]))?.missing).toEqual([
      'SECURITY.md',
    ]);
  });

  it.each(['', '[]'])('is none in %j', (json) => {
    expect(packed(json)).toBeNull();
  });
});

it.each([
  ['', 0],
  ['\n', 0],
  [' M src/main.ts\n?? new.ts\n', 2],
])('%j has %i uncommitted changes', (porcelain, changes) => {
  expect(uncommitted(porcelain)).toHaveLength(changes);
});

describe('what is shipped', () => {
  type Locked = Readonly<Partial<Record<'dev' | 'link' | 'hasInstallScript', true>>> & { readonly integrity?: string };
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  // A link leads to a folder of the repository, for its own scripts.
  const shipped = Object.entries(packages).filter(
    ([path, { dev, link }]) => path !== '' && dev !== true && link !== true,
  );

  it('is locked by the hash of each package', () => {
    expect(shipped.length).toBeGreaterThan(20);
    expect(shipped.filter(([, { integrity = '' }]) => !/^sha(256|384|512)-/.test(integrity))).toEqual([]);
  });

  it('runs nothing when it is installed', () => {
    expect(shipped.filter(([, { hasInstallScript }]) => hasInstallScript === true)).toEqual([]);
  });
});
