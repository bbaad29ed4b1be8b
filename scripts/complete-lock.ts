/**
 * Adds to both package-lock.json files the platform packages that `npm install` left out because its registry didn't have them;
 * `npm ci` refuses a lock file without them, on every platform. Run it after `npm install`, without arguments.
 * What it adds has a version and a platform, but no integrity: npm fills that in where such a platform installs it.
 */
import { readFileSync, writeFileSync } from 'node:fs';

type Entry = {
  version?: string;
  dev?: boolean | undefined;
  optional?: boolean;
  os?: string[] | undefined;
  cpu?: string[] | undefined;
  libc?: string[] | undefined;
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, Entry> };

const LOCKS = ['package-lock.json', 'bench/package-lock.json'];
const OS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];
const LIBC = [
  { prefix: 'gnu', name: 'glibc' },
  { prefix: 'musl', name: 'musl' },
];

/** Platform packages say their platform in their name: `@scope/name-linux-arm64-musl`. */
function platformOf(name: string): Pick<Entry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[-/]/);
  const os = words.filter((word) => OS.includes(word));
  const cpu = words.filter((word) => CPU.includes(word));
  // What runs on any system, in WebAssembly.
  if (words.includes('wasm32')) return { os: undefined, cpu: ['wasm32'] };
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`${name} doesn't name one platform; lock it by hand.`);
  const libc = LIBC.find(({ prefix }) => words.some((word) => word.startsWith(prefix)))?.name;
  return os[0] === 'linux' && libc ? { cpu, libc: [libc], os } : { cpu, os };
}

/** The entries that `packages` lacks, by their place in the tree. */
function missingEntries(packages: Lock['packages']): Lock['packages'] {
  const missing: Lock['packages'] = {};
  for (const [path, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
      if (places.some((place) => place in packages)) continue;
      if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${path} asks for ${name}@${version}; lock it by hand.`);
      const { cpu, libc, os } = platformOf(name);
      missing[`node_modules/${name}`] = { version, cpu, dev, libc, optional: true, os };
    }
  }
  return missing;
}

function complete(name: string): void {
  const file = `${import.meta.dirname}/../${name}`;
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
  const missing = missingEntries(lock.packages);
  const byPath = ([a]: [string, Entry], [b]: [string, Entry]): number => a.localeCompare(b, 'en');
  lock.packages = Object.fromEntries(Object.entries({ ...lock.packages, ...missing }).toSorted(byPath));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} platform packages added to ${name}`);
}

LOCKS.forEach(complete);
