// Who may import whom. Run by tools/borders/main.ts, which also holds that every file was looked at;
// each rule has a tree that breaks it in tools/borders/borders.test.ts.
const levels = require('./tools/borders/contexts.json')

// Tests reach further than the code beside them: they start the whole bank.
const TESTS = String.raw`\.(test|long|conformance)\.tsx?$|^tests/|/testing/`
const inside = (...folders) => `^(${folders.join('|')})/`

const forbidden = [
  {
    name: 'no-cycles',
    comment: 'two files that need each other are one thing, or a third thing is missing',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-dead-ends',
    comment: 'an import that leads nowhere',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'contract-needs-zod-only',
    comment: 'the contract runs in a browser, in the SDK and in the docs: it is data',
    from: { path: inside('contract'), pathNot: TESTS },
    to: { pathNot: [inside('contract'), '(^|/)node_modules/zod/'] },
  },
  {
    name: 'kit-stands-alone',
    comment: 'the kit knows no domain: a context or a rail comes in as an argument',
    from: { path: inside('server/kit'), pathNot: TESTS },
    to: { path: ['^server/(contexts|rails|iso20022)/', '^server/[^/]+$'] },
  },
  {
    name: 'coders-are-pure',
    comment: 'iso20022 turns bytes into values and back, and knows nobody',
    from: { path: inside('server/iso20022'), pathNot: TESTS },
    to: { path: ['^server/(?!iso20022/)', '(^|/)node_modules/(pg|pg-[^/]+|undici|fastify)/'] },
  },
  {
    name: 'contexts-know-no-rails',
    comment: 'a context has a port in its own words; app.ts binds it to a rail',
    from: { path: inside('server/contexts'), pathNot: TESTS },
    to: { path: [inside('server/rails'), '^server/[^/]+$'] },
  },
  {
    name: 'contexts-by-the-door',
    comment: 'another context is reached through its index.ts only',
    from: { path: '^server/contexts/([^/]+)/', pathNot: TESTS },
    to: { path: inside('server/contexts'), pathNot: ['^server/contexts/$1/', '^server/contexts/[^/]+/index\\.ts$'] },
  },
  ...levels.flatMap((level, height) => {
    const below = levels.slice(0, height).flat()
    return level.map(context => ({
      name: `contexts-downward-${context}`,
      comment: `down by call, up by event: below ${context} ${below.length > 0 ? `are ${below.join(', ')}` : 'is nothing'}`,
      from: { path: `^server/contexts/${context}/`, pathNot: TESTS },
      to: { path: inside('server/contexts'), pathNot: inside(...[context, ...below].map(c => `server/contexts/${c}`)) },
    }))
  }),
  {
    name: 'stores-are-private',
    comment: "a context's tables have one reader: its own store, called by its own verbs",
    from: { pathNot: [TESTS, inside('server/contexts', 'tests', 'tools', 'bench')] },
    to: { path: ['^server/contexts/[^/]+/store\\.ts$', '^server/contexts/[^/]+/[^/]+-store\\.ts$'] },
  },
  {
    name: 'clients-know-no-server',
    comment: 'what runs at the partner and in the browser sees the contract only',
    from: { path: inside('sdk', 'console', 'hosted', 'cli', 'docs'), pathNot: TESTS },
    to: { path: inside('server') },
  },
  {
    name: 'server-knows-no-client',
    comment: 'the server does not need those that call it, nor the workshop',
    from: { path: inside('server', 'contract'), pathNot: TESTS },
    to: { path: inside('sdk', 'console', 'hosted', 'cli', 'docs', 'tools', 'tests', 'bench') },
  },
  {
    name: 'no-workshop-packages',
    comment: 'an install without development packages has to run',
    from: { path: inside('contract', 'server', 'sdk', 'cli'), pathNot: TESTS },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
  },
]

module.exports = {
  forbidden: forbidden.map(rule => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)dist/'] },
    // Types are imports too: who needs the type of a thing knows the thing.
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types', 'default'],
    },
  },
}
