import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type CliScene, createCliScene, type RunningCli } from './cli-scene.ts';

interface TaskLine {
  readonly slug: string;
  readonly status: string;
  readonly reason: string | null;
  readonly jobs: readonly { readonly status: string; readonly log: string }[];
}

const AT_REST = ['merged', 'failed', 'blocked', 'waiting', 'cancelled', 'skipped'];
const PROCESSES = 3;

const createTask = async (scene: CliScene, slug: string, prompt: string): Promise<void> => {
  const made = await scene.run(['task', 'create', '--title', `Do ${slug}`, '--slug', slug, '--prompt', prompt]);
  expect(made.code, made.stderr).toBe(0);
};

const startWorkers = (scene: CliScene, ...words: readonly string[]): readonly RunningCli[] =>
  Array.from({ length: PROCESSES }, () => scene.start(['worker', ...words]));

const stopWorkers = async (workers: readonly RunningCli[]): Promise<void> => {
  for (const worker of workers) worker.kill('SIGTERM');
  for (const { ended } of workers) expect(await ended).toMatchObject({ code: 0 });
};

/** The tasks of these names once each of them has come to a stand. */
const rest = async (scene: CliScene, slugs: readonly string[]): Promise<readonly TaskLine[]> => {
  for (;;) {
    const listed = await scene.run(['task', 'list', '--json']);
    expect(listed.code, listed.stderr).toBe(0);
    const tasks = (listed.json() as unknown as readonly TaskLine[]).filter(({ slug }) => slugs.includes(slug));
    if (tasks.length === slugs.length && tasks.every(({ status }) => AT_REST.includes(status))) return tasks;
    await setTimeout(200);
  }
};

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await setTimeout(20);
};

const tries = (...commands: readonly (readonly string[])[]): string =>
  commands.map((argv) => `TRY ${JSON.stringify(argv)}`).join('\n');

test('INV-16: three processes do nine tasks of one repository, and what each adds and removes is no tampering', async () => {
  const scene = await createCliScene([], { variables: { ORCH_QUEUE_POLL_INTERVAL: '0.2' } });
  const slugs = Array.from({ length: 9 }, (_, index) => `part-${index}`);
  // More agents at once than one process starts.
  const meeting = `MEET ${join(scene.repository.base, 'met')} ${PROCESSES}`;
  for (const [index, slug] of slugs.entries())
    await createTask(scene, slug, `${index < PROCESSES ? meeting : ''}\nWRITE ${slug}.txt ${slug}`);
  const workers = startWorkers(scene, '--concurrency', '2');
  const tasks = await rest(scene, slugs);
  await stopWorkers(workers);
  const said = workers.map((worker) => worker.stderr()).join('\n');
  expect(said).not.toContain('changed what git runs code from');
  for (const { status, jobs } of tasks) {
    expect(status, said).toBe('merged');
    expect(jobs).toMatchObject([{ status: 'succeeded' }]);
  }
  expect(workers.filter((worker) => /[1-9]\d* jobs? ended/.test(worker.stderr())).length, said).toBeGreaterThan(1);
  expect(scene.repository.git(['ls-files']).match(/^part-\d\.txt$/gm)).toHaveLength(9);
});

/** A tree with a file `hold-<n>.txt` is checked until the sign `go` is in the directory that the file names. */
const HOLDING_CHECK = `import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
for (const name of readdirSync('.').filter((name) => name.startsWith('hold-'))) {
  const signs = readFileSync(name, 'utf8').trim();
  writeFileSync(signs + '/' + name, '');
  while (!existsSync(signs + '/go')) await setTimeout(20);
}
`;

test('INV-16: what a worker of one process plants while two others run is put back and reported, and only its job fails', async () => {
  const scene = await createCliScene([], {
    files: { 'check.mjs': HOLDING_CHECK },
    variables: { ORCH_QUEUE_POLL_INTERVAL: '0.2' },
  });
  const { repository } = scene;
  const signs = join(repository.base, 'signs');
  mkdirSync(signs);
  const settings = repository.git(['config', '--list', '--local']);
  const calm = ['hold-1', 'hold-2'];
  for (const slug of calm) await createTask(scene, slug, `WRITE ${slug}.txt ${signs}`);
  const workers = startWorkers(scene, '--concurrency', '4');
  await until(() => calm.every((slug) => existsSync(join(signs, `${slug}.txt`))));

  const hook = 'printf "#!/bin/sh\\ntouch ../planted\\n" > ../main/.git/hooks/pre-commit';
  const planting = tries(['git', 'config', 'core.fsmonitor', 'touch ../planted'], ['sh', '-c', hook]);
  await createTask(scene, 'wild', `WRITE wild.txt x\n${planting}`);
  const [wild] = await rest(scene, ['wild']);
  writeFileSync(join(signs, 'go'), '');
  const others = await rest(scene, calm);
  await stopWorkers(workers);

  expect(readFileSync(wild?.jobs[0]?.log ?? '', 'utf8').match(/^exit code 0/gm), 'it was planted').toHaveLength(2);
  expect(wild?.jobs.at(-1)).toMatchObject({ status: 'failed' });
  expect(wild?.reason).toMatch(/config was changed and has been put back; hooks\/pre-commit was added/);
  for (const { status, jobs } of others)
    expect([status, ...jobs.map((job) => job.status)]).toEqual(['merged', 'succeeded']);
  expect(repository.git(['config', '--list', '--local'])).toBe(settings);
  expect(existsSync(join(repository.main, '.git/hooks/pre-commit'))).toBe(false);
  expect(existsSync(join(repository.base, 'planted'))).toBe(false);
});
