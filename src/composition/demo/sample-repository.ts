import type { Files } from '../../ports/files.ts';
import type { Processes } from '../../ports/processes.ts';

const FILES: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ name: 'greeter', private: true, type: 'module', scripts: { test: 'node --test' } }, null, 2)}\n`,
  'README.md': '# greeter\n\nGreets people by name.\n',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a program
  'src/greet.js': '/** Greets somebody by name. */\nexport const greet = (name) => `Hello, ${name}`;\n',
  'test/greet.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greet } from '../src/greet.js';

test('greets by name', () => {
  assert.match(greet('Ada'), /^Hello,.* Ada/);
});
`,
};

/**
 * Makes a base directory with a small repository in `main` and a bare `origin.git` beside it, so that a push has
 * somewhere to go if anything let it.
 * @param base absolute path of an existing, empty directory
 */
export const makeSampleRepository = async (
  world: { files: Files; processes: Processes; environment: Readonly<Record<string, string>> },
  base: string,
): Promise<void> => {
  const main = `${base}/main`;
  for (const directory of ['src', 'test']) await world.files.makeDirectory(`${main}/${directory}`);
  for (const [path, text] of Object.entries(FILES)) await world.files.write(`${main}/${path}`, text);
  const steps = [
    ['git', 'init', '--quiet', '--initial-branch=main', '.'],
    ['git', 'add', '--all'],
    [
      'git',
      '-c',
      'user.name=Demo',
      '-c',
      'user.email=demo@localhost',
      'commit',
      '--quiet',
      '--message',
      'Greet people by name',
    ],
    ['git', 'clone', '--quiet', '--bare', '.', '../origin.git'],
    ['git', 'remote', 'add', 'origin', '../origin.git'],
    ['git', 'fetch', '--quiet', 'origin'],
  ];
  for (const argv of steps) await runOrThrow(world, main, argv);
};

const runOrThrow = async (
  world: { files: Files; processes: Processes; environment: Readonly<Record<string, string>> },
  cwd: string,
  argv: readonly string[],
): Promise<void> => {
  const log = `${cwd}/../sample.log`;
  const end = await world.processes.run({
    argv,
    cwd,
    env: world.environment,
    stdoutFile: log,
    stderrFile: log,
    marker: 'demo',
    deadlineMs: 20_000,
    graceMs: 1_000,
    maxOutputBytes: 1024 * 1024,
    silenceMs: null,
  });
  if (end.exitCode !== 0) throw new Error(`${argv.join(' ')}: ${await world.files.tail(log, 2_000)}`);
};
