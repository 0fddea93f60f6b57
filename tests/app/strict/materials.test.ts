import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCodexCli } from '../../../src/adapters/workers/codex/codex-cli.ts';
import { createTask } from '../../../src/app/tasks/create-task.ts';
import { retryAsPerson } from '../../../src/app/tasks/retry-task.ts';
import type { Task } from '../../../src/domain/task.ts';
import type { WorkerRequest } from '../../../src/ports/worker.ts';
import { createTestHome } from '../../helpers/store.ts';
import { createStrictScene, type StrictScene } from './strict-scene.ts';

/** Its agents commit by `git add --all`: what git did not ignore would be in it. */
const ordered = async ({ scene }: StrictScene, ...materials: readonly string[]): Promise<Task> =>
  createTask(scene.app, {
    ...{ title: 'Read the feed', prompt: 'Read the feed as its schema says.\nresearch: no', slug: null },
    ...{ kind: 'feature', pipeline: 'strict', dependsOn: [], base: null, project: null, materials },
  });

const serve = async (answers: { status: number }) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(answers.status).end(`<schema of="${request.url}"/>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { asked, at: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

/** The scene with a look into the worktree at the moment in which each agent would start. */
const watched = ({ scene }: StrictScene) => {
  const starts: { request: WorkerRequest; there: readonly string[] }[] = [];
  const { app } = scene;
  const invocation = (request: WorkerRequest) => {
    const folder = join(request.worktree, 'materials');
    starts.push({ request, there: existsSync(folder) ? readdirSync(folder).toSorted() : [] });
    return app.worker.invocation(request);
  };
  return { starts, app: { ...app, worker: { ...app.worker, invocation } } };
};

describe('KB-05: an offline executor gets what it needs from outside', () => {
  it('before it starts, named in its prompt; nothing of it is committed, and nothing of it is work (INV-9)', async () => {
    const server = await serve({ status: 200 });
    const strict = await createStrictScene();
    const file = join(await createTestHome(), 'sample.xml');
    writeFileSync(file, '<feed/>');
    const task = await ordered(strict, `${server.at}/feed.xsd?token=abc`, file);
    const { starts, app } = watched(strict);
    const done = await strict.work(task, app);
    expect(done).toMatchObject({ state: { status: 'merged' } });

    const [first] = starts;
    expect(first?.request.role).toBe('executor');
    expect(first?.there).toEqual(['.gitignore', 'feed.xsd', 'sample.xml']);
    expect(first?.request.prompt).toContain(`- \`materials/feed.xsd\` (34 bytes), from ${server.at}/feed.xsd?...\n`);
    expect(first?.request.prompt).toContain(`- \`materials/sample.xml\` (7 bytes), from ${file}\n`);
    expect(server.asked, 'once for all roles').toEqual(['/feed.xsd?token=abc']);

    const { app: own } = strict.scene;
    expect(await own.git.files(own.settings.layout.mainPath, 'HEAD')).not.toContainEqual(
      expect.stringContaining('materials'),
    );
    expect(existsSync(strict.scene.worktree(task)), 'its worktree held no work and was tidied up').toBe(false);
  });

  it('and no network: the sandbox of its commands has none', async () => {
    const server = await serve({ status: 200 });
    const strict = await createStrictScene();
    const { starts, app } = watched(strict);
    await strict.work(await ordered(strict, `${server.at}/feed.xsd`), app);
    const executor = starts.find(({ request }) => request.role === 'executor')?.request;
    if (executor === undefined) throw new Error('no executor has started');
    const { processes, files } = strict.scene.app;
    const codex = createCodexCli({ processes, files, environment: { PATH: '/nowhere' }, scratchDir: '/nowhere' });
    const { argv, env } = codex.invocation(executor);
    const network = argv.filter((word) => word.includes('network_access'));
    expect(network).toEqual(['sandbox_workspace_write.network_access=false']);
    expect(Object.keys(env)).toEqual([]);
  });

  it('or is not started at all; a retry fetches again', async () => {
    const answers = { status: 503 };
    const server = await serve(answers);
    const strict = await createStrictScene();
    const task = await ordered(strict, `${server.at}/feed.xsd`);
    const { starts, app } = watched(strict);
    const failed = await strict.work(task, app);
    expect(failed).toMatchObject({ stage: 'execute', state: { status: 'failed' } });
    expect(failed.state).toMatchObject({
      reason: expect.stringMatching(/feed\.xsd could not be had: the answer was 503/),
    });
    expect(starts).toEqual([]);

    answers.status = 200;
    await retryAsPerson(strict.scene.app, task.id);
    expect(await strict.work(task, app)).toMatchObject({ state: { status: 'merged' } });
    expect(starts[0]?.there).toContain('feed.xsd');
  });

  it('beside what the repository has of that name', async () => {
    const server = await serve({ status: 200 });
    const strict = await createStrictScene({}, { 'materials/wood.txt': 'oak\n' });
    const task = await ordered(strict, `${server.at}/wood.txt`);
    const { starts, app } = watched(strict);
    expect(await strict.work(task, app)).toMatchObject({ state: { status: 'merged' } });
    expect(starts[0]?.there).toEqual(['wood.txt']);
    expect(starts[0]?.request.prompt).toContain(`- \`materials-2/wood.txt\` (24 bytes), from ${server.at}/wood.txt\n`);
    expect(await strict.onMain('materials/wood.txt')).toBe('oak\n');
    expect(await strict.onMain('materials-2/wood.txt')).toBeNull();
  });

  it.each([
    ['ftp://example.com/a', /ftp:\/\/ is not asked for/],
    ['/nowhere/at/all.pdf', /there is no such file/],
    ['/dev/null', /no regular file/],
  ])('%s is refused before a task is made', async (source, says) => {
    const strict = await createStrictScene();
    await expect(ordered(strict, source)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(says),
    });
    expect(await strict.scene.app.store.tasks.list()).toEqual([]);
  });
});
