import type { ICruiseOptions, IFlattenedRuleSet } from 'dependency-cruiser';

/**
 * Who may import whom: the table of docs/architecture.md as data, enforced by check-layers.ts.
 * A room is a folder of src/, or tools/.
 */
const rooms: Record<string, string[]> = {
  'src/domain': [],
  'src/engine': ['src/domain'],
  'src/gates': ['src/domain'],
  'src/guard': ['src/domain'],
  'src/ports': ['src/domain'],
  'src/app': ['src/domain', 'src/engine', 'src/gates', 'src/guard', 'src/ports'],
  'src/adapters': ['src/domain', 'src/ports'],
  tools: ['src/app', 'src/guard', 'src/domain'],
  'src/supervisor': ['tools', 'src/app', 'src/domain', 'src/ports'],
  'src/surfaces': ['src/app', 'src/domain'],
  'src/config': ['src/domain'],
  'src/composition': ['src', 'tools'],
};

/** Packages with effects, and the rooms that may import them. Packages without effects (zod, ...) may be used anywhere. */
const packages: Record<string, string[]> = {
  '@openai/agents': ['src/supervisor', 'tools', 'src/adapters/model'],
  openai: ['src/supervisor', 'tools', 'src/adapters/model'],
  'better-sqlite3': ['src/adapters/sqlite'],
  commander: ['src/surfaces'],
  execa: ['src/adapters/process'],
  'gray-matter': ['src/adapters/frontmatter'],
  'log-update': ['src/surfaces'],
  pino: ['src/adapters'],
  'playwright-core': ['src/adapters/browser'],
  'simple-git': ['src/adapters/git'],
  yaml: ['src/config', 'src/adapters/frontmatter', 'src/adapters/prompts'],
};

/** The modules of Node that reach the world: for adapters, and for the loader of the configuration. */
const effects =
  'fs|fs/promises|child_process|cluster|dgram|dns|dns/promises|http|http2|https|inspector|net|sqlite|tls|worker_threads';
const effectfulRooms = ['src/adapters', 'src/config'];

/** The rooms that know no clock, no randomness and no world need nothing of Node but these. */
const pureRooms = ['src/domain', 'src/engine', 'src/gates', 'src/guard', 'src/ports'];
const pureModules = 'assert|crypto|path|path/posix|url|util';

type Rule = NonNullable<IFlattenedRuleSet['forbidden']>[number];

const within = (folders: string[]) => `^(${folders.join('|')})/`;
const installed = (name: string) => `(^|/)node_modules/${name.replaceAll('.', '\\.')}/`;

const roomRules: Rule[] = Object.entries(rooms).map(([room, allowed]) => ({
  name: `room-${room.replace('src/', '')}`,
  comment: `${room} may import ${['itself', ...allowed].join(', ')}.`,
  severity: 'error',
  from: { path: within([room]) },
  to: { path: '^(src|tools|tests|scripts|bin)/', pathNot: within([room, ...allowed]) },
}));

const packageRules: Rule[] = Object.entries(packages).map(([name, allowed]) => ({
  name: `package-${name}`,
  comment: `${name} has effects and belongs in ${allowed.join(', ')}.`,
  severity: 'error',
  from: { path: '^(src|tools)/', pathNot: [within(allowed)] },
  to: { path: installed(name) },
}));

export const layerRules: IFlattenedRuleSet = {
  forbidden: [
    ...roomRules,
    ...packageRules,
    {
      name: 'adapters-apart',
      comment: 'An adapter never imports another adapter; what both need is a port.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/$1(/|$)' },
    },
    {
      name: 'effects',
      comment: 'Files, processes and the network are for adapters and the loader of the configuration.',
      severity: 'error',
      from: { path: '^(src|tools)/', pathNot: [within(effectfulRooms), '^src/main\\.ts$'] },
      to: { dependencyTypes: ['core'], path: `^(node:)?(${effects})$` },
    },
    {
      name: 'pure',
      comment: 'What decides is pure: no clock, no randomness, no world.',
      severity: 'error',
      from: { path: within(pureRooms) },
      to: { dependencyTypes: ['core'], pathNot: `^(node:)?(${pureModules})$` },
    },
    {
      name: 'nobody-imports-main',
      comment: 'The composition root wires everything and is wired to nothing.',
      severity: 'error',
      from: {},
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'composition-for-main',
      comment: 'Only the composition root, and tests that want a whole app, wire things together.',
      severity: 'error',
      from: { path: '^(src|tools)/', pathNot: ['^src/composition/', '^src/main\\.ts$'] },
      to: { path: '^src/composition/' },
    },
    {
      name: 'every-file-in-a-room',
      comment: 'A new folder of src/ needs a row in the table above.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: [within(Object.keys(rooms)), '^src/main\\.ts$'] },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one concern, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that does not resolve hides what it imports from the other rules.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
};

/** How the modules are read. */
export const cruiseOptions: ICruiseOptions = {
  // Says which parser has to be there: without the TypeScript 6 of .yarnrc.yml none is, nothing is read and nothing is wrong.
  parser: 'tsc',
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
};
