/**
 * Which folder of `src/` may import which, and what the pages of `console/` may: the layer rules of the product, and their only home.
 * `test/layers.test.ts` runs them, and proves with `test/fixtures/layers/` that each one can fail.
 * To draw the graph: `npx depcruise -c layers.config.ts -T mermaid src`.
 */
import type { IConfiguration } from 'dependency-cruiser';

const PURE = '^src/(guardrails|card)/';
/** What crosses the wire to the pages, by type. */
const SENT = [
  '^src/admin/contract\\.ts$',
  '^src/card/contract\\.ts$',
  '^src/coverage/outcome\\.ts$',
  '^src/facts/frame\\.ts$',
];
const SHAPES = ['^src/(base|facts)/', '^src/directory/records\\.ts$'];

export default {
  forbidden: [
    {
      name: 'base-imports-nothing',
      severity: 'error',
      comment: 'Everything stands on base; base stands on nothing of the product.',
      from: { path: '^src/base/' },
      to: { path: '^src/', pathNot: '^src/base/' },
    },
    {
      name: 'rules-and-cards-see-shapes-only',
      severity: 'error',
      comment: 'guardrails and card are pure: facts in, row or card out. They may know base, fact and record shapes.',
      from: { path: PURE },
      to: { path: '^src/', pathNot: [PURE, ...SHAPES] },
    },
    {
      name: 'rules-and-cards-know-each-other-by-type',
      severity: 'error',
      comment: 'Deciding and shaping are two steps; a step never calls the other.',
      from: { path: '^src/(guardrails|card)/' },
      to: { path: PURE, pathNot: '^src/$1/', dependencyTypesNot: ['type-only', 'type-import'] },
    },
    {
      name: 'rules-and-cards-do-no-io',
      severity: 'error',
      comment: 'Not even through something they import: a decision must be replayable to the same answer.',
      from: { path: PURE },
      to: {
        path: '^(node:)?(fs|net|tls|https?|http2|dgram|dns|child_process|worker_threads|sqlite)(/|$)',
        reachable: true,
      },
    },
    {
      name: 'sources-never-decide',
      severity: 'error',
      comment: 'A source delivers records; who is routed where is not its business.',
      from: { path: '^src/sources/' },
      to: { path: '^src/guardrails/' },
    },
    {
      name: 'coverage-is-handed-what-it-looks-at',
      severity: 'error',
      comment: 'Accounts, people and the release come as arguments: the report is as pure as the steps that it takes.',
      from: { path: '^src/coverage/' },
      to: { path: '^src/', pathNot: ['^src/(coverage|answer|guardrails|card)/', ...SHAPES] },
    },
    {
      name: 'scenarios-are-handed-what-they-stand-on',
      severity: 'error',
      comment:
        'Release and directory come as arguments: a scenario is asked as an agent asks, and opens nothing itself.',
      from: { path: '^src/scenarios/' },
      to: { path: '^src/', pathNot: ['^src/(scenarios|answer|config|caller|guardrails|card)/', ...SHAPES] },
    },
    {
      name: 'simulation-is-handed-what-it-compares',
      severity: 'error',
      comment:
        'Accounts, records, people and both releases come as arguments; it compares, and opens and reads nothing.',
      from: { path: '^src/simulation/' },
      to: {
        path: '^src/',
        pathNot: ['^src/(simulation|coverage|answer|guardrails|card)/', '^src/audit/record\\.ts$', ...SHAPES],
      },
    },
    {
      name: 'wire-stays-outside',
      severity: 'error',
      comment: 'Data flows wire -> Ask -> Outcome -> wire: no step of the story knows how it was asked.',
      from: {
        path: '^src/',
        pathNot: '^src/(main\\.ts$|import-process\\.ts$|page-process\\.ts$|simulation-thread\\.ts$|edge/|admin/|cli/)',
      },
      to: { path: '^src/(edge|admin|cli)/' },
    },
    {
      name: 'pages-only-read',
      severity: 'error',
      comment:
        'What the pages ask for records nothing and changes nothing: no budget, no record, no release, no import.',
      from: { path: '^src/admin/' },
      to: { path: '^src/(audit|directory/import-|store/(sqlite|postgres)|config/(add-caller|init-workspace))' },
    },
    {
      name: 'pages-borrow-words-alone',
      severity: 'error',
      comment: 'A command and a page say the same thing in the same words; what a command does is its own.',
      from: { path: '^src/admin/' },
      to: {
        path: '^src/cli/',
        pathNot: '^src/cli/(callers/callers|coverage/coverage-figures|coverage/coverage-words|explanation-text)\\.ts$',
      },
    },
    {
      name: 'the-console-sees-the-contract',
      severity: 'error',
      comment: 'The pages run in a browser: they know the shapes of what they are sent, and no code of this program.',
      from: { path: '^console/' },
      to: { path: '^src/', pathNot: SENT },
    },
    {
      name: 'the-console-takes-types-alone',
      severity: 'error',
      comment: 'A shape is compiled away; anything else would be built into the pages.',
      from: { path: '^console/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only', 'type-import'] },
    },
    {
      name: 'adapters-are-wired-in-one-place',
      severity: 'error',
      comment: 'Code asks a port of store/; adapters.ts alone decides which store is behind it.',
      from: { path: '^src/', pathNot: '^src/(adapters\\.ts$|store/)' },
      to: { path: '^src/store/(sqlite|postgres)(/|\\.ts$)' },
    },
    {
      name: 'one-http-client',
      severity: 'error',
      comment:
        'What this program asks of others goes through the port of outbound/, which alone looks at where it leads.',
      from: { path: '^src/', pathNot: '^src/outbound/' },
      to: { path: 'node_modules/undici/' },
    },
    {
      name: 'database-drivers-behind-ports',
      severity: 'error',
      comment:
        'A driver opens connections of its own: outbound/ looks at where a source lies, store/ keeps what is ours.',
      from: { path: '^src/', pathNot: '^src/(outbound/database|store)/' },
      to: { path: 'node_modules/(@types/)?(pg|mysql2)/' },
    },
    {
      name: 'one-client-of-mcp',
      severity: 'error',
      comment: 'Other MCP servers are asked by upstreams/, which alone bounds what they say and grants them nothing.',
      from: { path: '^src/', pathNot: '^src/upstreams/' },
      to: { path: 'node_modules/@modelcontextprotocol/client/' },
    },
    {
      name: 'sockets-at-the-edges-only',
      severity: 'error',
      comment:
        'edge/ is called, outbound/ calls; nothing between them opens a connection or asks for an address. The demo’s stand-ins listen.',
      from: { path: '^src/', pathNot: '^src/(edge|outbound|demo/systems)/' },
      to: {
        path: '^(node:)?(net|tls|https?|http2|dgram|dns)(/|$)',
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    },
    {
      name: 'the-demo-stays-a-demo',
      severity: 'error',
      comment:
        'Stand-ins of systems are for the command that shows them: nothing else of the product knows that they are there.',
      from: { path: '^src/', pathNot: '^src/(demo/|cli/(demo/|commands/demo\\.ts$))' },
      to: { path: '^src/demo/' },
    },
    {
      name: 'nothing-imports-an-executable',
      severity: 'error',
      comment: 'Processes and threads compose, and nothing composes them.',
      from: { path: '^src/' },
      to: { path: '^src/(main|import-process|page-process|simulation-thread)\\.ts$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Types included: two files that need each other are one file or three.',
      from: { path: '^(src|console)/' },
      to: { circular: true },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      comment: 'An import that is not found would hide whatever lies behind it from every other rule.',
      from: { path: '^(src|console)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'What is published runs without devDependencies. The suite that every store passes is not published.',
      from: { path: '^src/', pathNot: '^src/store/[a-z]+-contract\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    // TypeScript 7 has no parser that dependency-cruiser could call, and without one it sees no TypeScript at all.
    // swc's misses `type T = import('…').T`, which the linter forbids (consistent-type-imports).
    parser: 'swc',
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.ts$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  },
} satisfies IConfiguration;
