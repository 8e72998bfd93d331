// Contexts and areas are read from the folder names, never typed: a new one is under the rules from its first file.
const SPEC = String.raw`[.-](int-)?spec\.ts$`;
const CONTEXT = '^src/([^/]+)/';
/** What wires a context. */
const MODULE = '^src/([^/]+)/[^/]+[.]module[.]ts$';
/** Questions run one way: a context asks those before it, never those after it. A new one is given its place here. */
export const DIRECTION = ['organization', 'identity', 'health-verdict', 'checkpoint', 'reporting'];
/** What happened, and what a person is to be told: heard by anyone, so these two files of a contract hold no question. */
const HEARD_BY_ANYONE = '^src/[^/]+/contracts/(events|notices)[.]ts$';
const questionsOneWay = DIRECTION.slice(0, -1).map((context, place) => ({
  name: `${context}-asks-nobody-after-it`,
  comment: `Of ${DIRECTION.slice(place + 1).join(', ')} it hears events, and keeps what it needs of them.`,
  severity: 'error',
  from: { path: `^src/${context}/` },
  to: {
    path: `^src/(${DIRECTION.slice(place + 1).join('|')})/(contracts/|[^/]+[.]module[.]ts$)`,
    pathNot: HEARD_BY_ANYONE,
  },
}));
/** What the areas of the web client share. */
const SHARED = '^web/src/app/(ui|api|session|testing)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'context-private',
      comment: 'Another context is known by its contracts only; its module, by the modules of those who ask it.',
      severity: 'error',
      from: { path: CONTEXT, pathNot: ['^src/platform/', MODULE] },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/contracts/', '^src/platform/'] },
    },
    {
      name: 'module-imports-modules',
      comment: 'What wires a context sees of another one its module, which exports what its contracts promise.',
      severity: 'error',
      from: { path: MODULE, pathNot: '^src/platform/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/contracts/', '^src/platform/', MODULE] },
    },
    ...questionsOneWay,
    {
      name: 'domain-is-pure',
      comment: 'Plain TypeScript: the own domain, contracts and the kernel. No framework, no database, no system.',
      severity: 'error',
      from: { path: '^src/([^/]+)/domain/', pathNot: SPEC },
      to: { pathNot: ['^src/$1/(domain|contracts)/', '^src/[^/]+/contracts/', '^src/platform/kernel/'] },
    },
    {
      name: 'feeds-are-pure',
      comment: 'Descriptions of files, as plain as the domain; what a table is they know, but not how one is read.',
      severity: 'error',
      from: { path: '^src/([^/]+)/feeds/', pathNot: SPEC },
      to: {
        pathNot: [
          '^src/$1/(feeds|domain|contracts)/',
          '^src/[^/]+/contracts/',
          '^src/platform/kernel/',
          '^src/platform/tabular/(asides|header|invisible|row-shape|spreadsheet-damage)[.]ts$',
        ],
      },
    },
    {
      name: 'application-knows-no-adapter',
      comment: 'A use case speaks to ports; what implements them is wired by the module.',
      severity: 'error',
      from: { path: '^src/([^/]+)/application/', pathNot: SPEC },
      to: { path: '^src/$1/(infrastructure|http)/' },
    },
    {
      name: 'http-knows-no-adapter',
      comment: 'A controller speaks to use cases and ports; which adapter stands behind is wired by the module.',
      severity: 'error',
      from: { path: '^src/([^/]+)/http/', pathNot: SPEC },
      to: { path: '^src/$1/infrastructure/' },
    },
    {
      name: 'commands-carry-facts',
      comment:
        'An ability lives as long as a request: what follows from it goes on as a scope, which survives a queue and a second person.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/[^/]+/http/', '^src/platform/', SPEC] },
      to: { path: '^src/platform/authorization/ability[.]ts$' },
    },
    {
      name: 'contracts-import-nothing',
      comment: 'A contract may speak of other contracts and of the kernel, and say in zod what a payload is.',
      severity: 'error',
      from: { path: '^src/[^/]+/contracts/', pathNot: SPEC },
      to: { pathNot: ['^src/[^/]+/contracts/', '^src/platform/kernel/', '^node_modules/zod/'] },
    },
    {
      name: 'platform-knows-no-context',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/', pathNot: '^src/platform/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'web-and-src-apart',
      comment: 'They meet at the HTTP contract.',
      severity: 'error',
      from: { path: '^(web|src)/' },
      to: { path: '^(web|src)/', pathNot: '^$1/' },
    },
    {
      name: 'role-areas-apart',
      comment: 'Areas are loaded for one role each; what several need is in ui, api or session.',
      severity: 'error',
      from: { path: '^web/src/app/([^/]+)/', pathNot: SHARED },
      to: { path: '^web/src/app/[^/]+/', pathNot: ['^web/src/app/$1/', SHARED] },
    },
    {
      name: 'administrations-apart',
      severity: 'error',
      from: { path: '^web/src/app/admin/([^/]+)/' },
      to: { path: '^web/src/app/admin/[^/]+/', pathNot: '^web/src/app/admin/$1/' },
    },
    {
      name: 'shared-knows-no-area',
      severity: 'error',
      from: { path: SHARED, pathNot: SPEC },
      to: { path: '^web/src/app/[^/]+/', pathNot: SHARED },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^node$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: `${import.meta.dirname}/tsconfig.web.json` },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
