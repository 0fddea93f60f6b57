import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFiles } from '../../src/adapters/files.ts';
import { openStore } from '../../src/adapters/sqlite/open.ts';
import { agentOptions } from '../../src/app/jobs/agent-options.ts';
import { addRepository } from '../../src/app/repositories/add-repository.ts';
import { checkRepositories, type RepositoryFinding } from '../../src/app/repositories/check-repository.ts';
import { findOwnRepository, findRepository } from '../../src/app/repositories/find-repository.ts';
import { listRepositories } from '../../src/app/repositories/list-repositories.ts';
import { openRepository } from '../../src/composition/repository.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { createProject, type Project } from '../../src/domain/project/project.ts';
import type { ProgressEvent } from '../../src/ports/progress.ts';
import { createGitRepository } from '../helpers/git-repository.ts';
import { createTask } from '../helpers/store.ts';

const at = (path: string, repo = 'shop', more: Partial<Project> = {}) => ({
  ...createProject({ repo, path, ...more }),
  path,
});

/** What these use cases need, on a base directory of its own. */
const open = async (variables: Readonly<Record<string, string>> = {}, repository = createGitRepository()) => {
  const environment = { ...repository.environment, ORCHESTRATOR_BASE_DIR: repository.base, ...variables };
  const { settings } = loadSettings({ env: environment, cwd: repository.base, flags: {}, productRoot: '/nowhere' });
  const scratch = join(repository.base, 'home');
  const [store, { git }] = await Promise.all([
    openStore({ file: settings.layout.databaseFile }),
    openRepository(settings, { environment, scratch, temporary: scratch, shared: null }),
  ]);
  onTestFinished(() => store.close());
  const events: ProgressEvent[] = [];
  const progress = { emit: (event: ProgressEvent) => void events.push(event) };
  return { app: { settings, store, git, files: createFiles(), progress }, repository, events };
};

const sources = async (app: Parameters<typeof listRepositories>[0]) =>
  (await listRepositories(app)).map(({ project, source }) => `${project.repo} ${source}`);

describe('registering', () => {
  test("a repository joins the base directory's own, and is there after a restart", async () => {
    const { app, repository } = await open();
    const own = repository.base.split('/').at(-1);
    const { main } = createGitRepository();
    expect(await sources(app)).toEqual([`${own} built-in`]);
    expect(await addRepository(app, at(main))).toEqual(createProject({ repo: 'shop', path: main }));
    const again = await open({}, repository);
    expect(await sources(again.app)).toEqual(['shop added', `${own} built-in`]);
    expect(await findRepository(again.app, 'shop')).toMatchObject({ path: main });
    await expect(findRepository(again.app, 'Shop')).rejects.toMatchObject({
      code: 'unknown-repository',
      exitCode: 2,
      next: expect.stringContaining(`Known: shop, ${own}.`),
    });
  });

  test('a base directory, or a link, means the checkout that it leads to', async () => {
    const { app } = await open();
    const other = createGitRepository();
    const link = join(other.base, 'home', 'link');
    symlinkSync(other.base, link);
    expect(await addRepository(app, at(link))).toMatchObject({ path: other.main });
  });

  test('the same id or the same checkout twice is refused, whoever named it first', async () => {
    const { app, repository } = await open({
      ORCH_PROJECTS_JSON: JSON.stringify([{ plane_project_id: 'p', repo: 'blog', work_item_prefix: 'B', path: '/b' }]),
    });
    const [one, two] = [createGitRepository(), createGitRepository()];
    await addRepository(app, at(one.main));
    const refused = { code: 'repository-invalid', exitCode: 2 };
    await expect(addRepository(app, at(two.main))).rejects.toMatchObject(refused);
    await expect(addRepository(app, at(two.main, 'blog'))).rejects.toMatchObject(refused);
    await expect(addRepository(app, at(one.base, 'store'))).rejects.toMatchObject({
      ...refused,
      message: `${one.main} is registered already, as "shop".`,
    });
    await addRepository(app, at(repository.main, 'own'));
    expect(await sources(app)).toEqual(['blog settings', 'shop added', 'own added']);
    expect((await findOwnRepository(app))?.repo).toBe('own');
  });

  test('two processes that register one id at the same time: one of them is told', async () => {
    const { app } = await open();
    const [one, two] = [createGitRepository(), createGitRepository()];
    const results = await Promise.allSettled([addRepository(app, at(one.main)), addRepository(app, at(two.main))]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'repository-invalid' },
    });
  });

  test('what is no repository is refused with what to name instead', async () => {
    const { app } = await open();
    const other = createGitRepository();
    const plain = join(other.base, 'home', 'plain');
    mkdirSync(plain);
    const refusal = (path: string) => addRepository(app, at(path)).catch((error: unknown) => error);
    expect(await refusal(join(other.base, 'none'))).toMatchObject({ code: 'not-a-repository' });
    expect(await refusal(plain)).toMatchObject({ code: 'not-a-repository' });
    expect(await refusal(join(other.main, 'src'))).toMatchObject({
      code: 'not-a-repository',
      next: `Name its top level: ${other.main}`,
    });
    expect(await app.store.repositories.list()).toEqual([]);
  });
});

describe('checking', () => {
  const findings = async (
    app: Parameters<typeof checkRepositories>[0],
    id: string | null = null,
  ): Promise<readonly RepositoryFinding[]> => {
    const found: RepositoryFinding[] = [];
    for await (const finding of checkRepositories(app, id)) found.push(finding);
    return found;
  };
  const failures = async (app: Parameters<typeof checkRepositories>[0], id: string) =>
    (await findings(app, id)).filter(({ ok }) => ok !== true).map(({ check, fix }) => [check, fix]);

  test('a repository that work can begin in passes, each project with its own checks', async () => {
    const { app } = await open({ ORCHESTRATOR_CHECKS: '[["node","check.mjs"]]' });
    const { main } = createGitRepository();
    await addRepository(app, at(main, 'shop', { checks: [['make', 'check']] }));
    const found = await findings(app);
    expect(found.filter(({ ok }) => ok !== true)).toEqual([]);
    expect(found.filter(({ repo }) => repo === 'shop').map(({ check }) => check)).toEqual([
      ...['main', 'clean', 'layout', 'checks', 'worktrees'],
    ]);
    expect(found.filter(({ check }) => check === 'checks').map(({ detail }) => detail)).toEqual([
      'make check',
      'node check.mjs',
    ]);
  });

  test('each failure has its fix', async () => {
    const dirty = createGitRepository();
    dirty.write({ 'README.md': 'changed' });
    const lost = createGitRepository();
    lost.git(['worktree', 'add', '-q', '../gone']);
    lost.git(['checkout', '-q', '--detach']);
    const entry = (repo: string, path: string | null, more: object = {}) => ({
      plane_project_id: repo,
      repo,
      work_item_prefix: 'X',
      path,
      ...more,
    });
    const { app } = await open({
      ORCHESTRATOR_CHECKS: '[["true"]]',
      ORCH_PROJECTS_JSON: JSON.stringify([
        entry('nowhere', null),
        entry('missing', '/nonexistent/place', { agent_efforts: { tester: 'hihg' } }),
        entry('plain', join(dirty.base, 'home')),
        entry('inside', join(dirty.main, 'src')),
        entry('dirty', dirty.main, { checks: [] }),
        entry('lost', lost.base),
      ]),
    });
    await app.files.remove(join(lost.base, 'gone'));
    expect(await failures(app, 'nowhere')).toEqual([['directory', expect.stringContaining('ORCH_REPOS_DIR')]]);
    expect(await failures(app, 'missing')).toEqual([
      ['efforts', 'one of low, medium, high, xhigh, max'],
      ['directory', 'git clone <address> /nonexistent/place'],
    ]);
    expect(await failures(app, 'plain')).toEqual([['git', expect.any(String)]]);
    expect(await failures(app, 'inside')).toEqual([['git', `name ${dirty.main} instead`]]);
    expect(await failures(app, 'dirty')).toEqual([
      ['clean', `git -C ${dirty.main} stash`],
      ['checks', expect.stringContaining('ORCHESTRATOR_CHECKS')],
    ]);
    expect(await failures(app, 'lost')).toEqual([
      ['main', `git -C ${lost.main} switch <branch>`],
      ['worktrees', `git -C ${lost.main} worktree prune`],
    ]);
    await expect(findings(app, 'other')).rejects.toMatchObject({ code: 'unknown-repository' });
  });
});

describe('what a role is told', () => {
  test("follows the project of the base directory's own main, and says what cannot be followed", async () => {
    const { app, repository, events } = await open({
      ORCH_AGENT_MODEL_DEFAULT: 'common',
      ORCH_AGENT_FALLBACK_MODEL: 'small',
    });
    const overrides = { agentModels: { developer: 'own' }, agentEfforts: { developer: 'max', tester: 'hihg' } };
    expect(await agentOptions(app, 'developer', createTask({ prompt: 'x'.repeat(1_000) }))).toEqual({
      model: 'common',
      effort: 'high',
      fallbackModel: 'small',
    });
    await addRepository(app, at(repository.main, 'shop', overrides));
    expect(await agentOptions(app, 'developer', createTask({ prompt: 'x'.repeat(1_000) }))).toEqual({
      model: 'own',
      effort: 'max',
      fallbackModel: 'small',
    });
    expect(events).toEqual([]);
    expect(await agentOptions(app, 'tester', createTask({ prompt: 'x'.repeat(1_000) }))).toMatchObject({
      model: 'common',
      effort: null,
    });
    expect(events).toEqual([
      { type: 'notice', level: 'warning', text: expect.stringContaining('"hihg", the effort of the tester') },
    ]);
  });
});
