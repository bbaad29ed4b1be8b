/**
 * What a release must be, each judged from what one tool printed: the tree, the audit, the bill of materials, the package.
 * Pure: `scripts/release.ts` runs the tools.
 */

/** Severities that stop a release. */
const STOPPING: ReadonlySet<string> = new Set(['high', 'critical']);

export type AuditVerdict =
  | { readonly kind: 'passed'; readonly lesser: number }
  | { readonly kind: 'vulnerable'; readonly packages: readonly string[] }
  /** Nothing was looked at: no judgement, neither good nor bad. */
  | { readonly kind: 'no_audit'; readonly why: string };

/** Changes that nobody committed, a line each, of `git status --porcelain`. */
export function uncommitted(porcelain: string): readonly string[] {
  return porcelain.split('\n').filter((line) => line.trim() !== '');
}

type AuditReport = {
  readonly message?: unknown;
  readonly error?: { readonly summary?: unknown };
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity?: string }>>;
};

/** Of `npm audit --json`. npm prints an error in the same place, with no `vulnerabilities`. */
export function judgeAudit(json: string): AuditVerdict {
  const report = parsed(json) as AuditReport | null;
  const { vulnerabilities } = report ?? {};
  if (vulnerabilities === undefined) return { kind: 'no_audit', why: whyNot(report) };
  const found = Object.entries(vulnerabilities).map(([name, { severity = 'unknown' }]) => ({ name, severity }));
  const stopping = found.filter(({ severity }) => STOPPING.has(severity));
  if (stopping.length === 0) return { kind: 'passed', lesser: found.length };
  return { kind: 'vulnerable', packages: stopping.map(({ name, severity }) => `${name} (${severity})`) };
}

function whyNot(report: AuditReport | null): string {
  const said = [report?.message, report?.error?.summary].find((text) => typeof text === 'string' && text !== '');
  return typeof said === 'string' ? said : 'it answered with no report';
}

type Component = {
  readonly name: string;
  readonly 'bom-ref': string;
  readonly properties?: readonly { readonly name: string }[];
};
type Sbom = {
  readonly bomFormat: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
};

const DEVELOPMENT = 'cdx:npm:package:development';

/**
 * The bill of materials of what is shipped, out of the whole one of `npm sbom`, under the package's own name instead of its
 * folder's; null where that is none. Not `npm sbom --omit dev`: it also omits what both the package and a tool need.
 */
export function shippedSbom(json: string, name: string): Sbom | null {
  const whole = parsed(json) as Sbom | null;
  if (whole?.bomFormat !== 'CycloneDX') return null;
  const components = whole.components.filter(({ properties = [] }) =>
    properties.every((one) => one.name !== DEVELOPMENT),
  );
  const root = { ...whole.metadata.component, name };
  const refs = new Set([root, ...components].map((component) => component['bom-ref']));
  const dependencies = whole.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
  return { ...whole, metadata: { ...whole.metadata, component: root }, components, dependencies };
}

/** The dependencies that it doesn't name. */
export function unnamedIn({ components }: Sbom, dependencies: readonly string[]): readonly string[] {
  const named = new Set(components.map(({ name }) => name));
  return dependencies.filter((dependency) => !named.has(dependency));
}

/** Without these nobody could run it, or know what it is. */
const NEEDED = ['dist/main.js', 'dist/console/index.html', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md'];

export type Packed = { readonly filename: string; readonly missing: readonly string[] };

/** Of `npm pack --json`; null where that is no list of one package. */
export function packed(json: string): Packed | null {
  const [one] = (parsed(json) ?? []) as readonly { filename: string; files: readonly { path: string }[] }[];
  if (one === undefined) return null;
  const paths = new Set(one.files.map(({ path }) => path));
  return { filename: one.filename, missing: NEEDED.filter((path) => !paths.has(path)) };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
