import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFrontmatter } from '../../../src/adapters/frontmatter/create-frontmatter.ts';
import { createPrompts } from '../../../src/adapters/prompts/create-prompts.ts';
import { TASK_KINDS } from '../../../src/domain/task.ts';
import type { TaskPrompt } from '../../../src/ports/prompts.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const ROLES = ['analyst', 'architect', 'deployer', 'developer', 'reviewer', 'tester'];

const input: TaskPrompt = {
  role: 'developer',
  stage: null,
  artifacts: [],
  baseCommit: 'b45e',
  eventLog: '/home/logs/framework-run.jsonl',
  task: { id: 'T7', slug: 'greet', title: 'Greet people', prompt: 'Say hello.', kind: 'feature', branch: 'task/greet' },
  instructions: '',
  feedback: [],
  checks: ['npm test'],
  worktree: '/base/task-greet',
};

const frontmatter = createFrontmatter();
const prompts = createPrompts({ root: ROOT, frontmatter });

/** A copy of the shipped files in which one is changed. */
const withFile = async (path: string, change: (text: string) => string) => {
  const root = await mkdtemp(join(tmpdir(), 'prompts-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const folder of ['prompts', '.openclaw/agents'])
    await cp(join(ROOT, folder), join(root, folder), { recursive: true });
  await writeFile(join(root, path), change(await readFile(join(root, path), 'utf8')));
  return createPrompts({ root, frontmatter });
};

const drop = (section: string) => (text: string) =>
  text.replace(new RegExp(`^## ${section}\\n[^]*?(?=^## |(?![^]))`, 'm'), '');
const empty = (section: string) => (text: string) =>
  text.replace(new RegExp(`^## ${section}\\n[^]*?(?=^## |(?![^]))`, 'm'), `## ${section}\n\n`);

describe('the shipped prompts', () => {
  test('there is one role a file, and every role renders every kind of task', async () => {
    const files = await readdir(join(ROOT, '.openclaw/agents'));
    expect(files.filter((file) => ROLES.includes(file.replace('.md', ''))).length).toBe(ROLES.length);
    for (const role of ROLES) {
      expect((await prompts.agent(role)).role).toBe(role);
      for (const kind of TASK_KINDS) {
        const text = await prompts.renderTask({ ...input, role, task: { ...input.task, kind } });
        for (const heading of ['Goal', 'Constraints', 'Checks', 'Definition of done'])
          expect(text).toContain(`\n## ${heading}\n`);
        expect(text).not.toMatch(/\{\{|undefined/);
      }
    }
  });

  test('there is exactly one template for each kind', async () => {
    const files = await readdir(join(ROOT, 'prompts/tasks'));
    expect(files.sort()).toEqual(TASK_KINDS.map((kind) => `${kind}.md`).sort());
  });

  test('the reviewer may write its verdict and nothing else', async () => {
    expect(await prompts.agent('reviewer')).toMatchObject({ writes: ['docs/work-items/{{task_id}}/12-review.md'] });
    expect(await prompts.renderTask({ ...input, role: 'reviewer' })).toContain('docs/work-items/T7/12-review.md');
  });
});

describe('renderTask', () => {
  test('names the task, the worktree, the branch and the checks', async () => {
    const text = await prompts.renderTask(input);
    for (const part of [
      '# Task T7: Greet people',
      '`/base/task-greet`',
      '`task/greet`',
      '- `npm test`',
      'first round',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('prompt, instructions and findings stand word for word', async () => {
    const task = { ...input.task, prompt: '  {{branch}} "$(x)" $& `y`\r\n## Goal\n\n---\n' };
    const instructions = 'Use {{prompt}}.\n\n\n  Indented.\n';
    const feedback = ['P0 a.ts:1 {{task}}\n', 'merge conflict in b.ts'];
    const text = await prompts.renderTask({ ...input, task, instructions, feedback });
    for (const words of [task.prompt, instructions, ...feedback]) expect(text).toContain(words);
    expect(text.indexOf('### Round 1')).toBeLessThan(text.indexOf('### Round 2'));
  });

  test('names the stage and the files of that stage, and neither where there is none', async () => {
    const artifacts = ['docs/work-items/T7/15-staging-log.md'];
    const text = await prompts.renderTask({ ...input, role: 'deployer', stage: 'deploy-staging', artifacts });
    expect(text).toContain('\n## Your stage\n\nYou work in the stage `deploy-staging`.\n');
    expect(text).toContain('\n## Files you write\n\n- `docs/work-items/T7/15-staging-log.md`\n');
    expect(text.indexOf('## Files you write')).toBeLessThan(text.indexOf('## Goal'));
    const bare = await prompts.renderTask(input);
    for (const heading of ['## Your stage', '## Files you write']) expect(bare).not.toContain(heading);
  });

  test('says so when the person wants no checks', async () => {
    expect(await prompts.renderTask({ ...input, checks: [] })).toContain('has no checks');
  });

  test('200 KB arrive whole', async () => {
    const prompt = `BEGIN ${'ä'.repeat(100 * 1024)} END`;
    expect(await prompts.renderTask({ ...input, task: { ...input.task, prompt } })).toContain(prompt);
  });

  test.each([
    ['an empty goal', { task: { ...input.task, prompt: ' \n' } }, 'states no goal'],
    ['more than a megabyte', { instructions: 'x'.repeat(1024 * 1024) }, 'are the limit'],
    ['a NUL character', { instructions: 'a\0b' }, 'NUL'],
    ['an unknown role', { role: 'janitor' }, 'no role "janitor"'],
    ['a role that leads elsewhere', { role: '../../prompts/task' }, 'no role'],
    ['an unknown kind', { task: { ...input.task, kind: 'magic' as 'chore' } }, 'no kind of task "magic"'],
  ])('refuses %s', async (_, change, message) => {
    await expect(prompts.renderTask({ ...input, ...change })).rejects.toMatchObject({
      code: 'prompt-invalid',
      message: expect.stringContaining(message),
    });
  });

  test.each(['Goal', 'Constraints', 'Checks', 'Definition of done'])(
    'refuses a template without "%s"',
    async (section) => {
      const missing = await withFile('prompts/tasks/feature.md', drop(section));
      await expect(missing.renderTask(input)).rejects.toThrow(`"## ${section}" is missing`);
      const hollow = await withFile('prompts/tasks/feature.md', empty(section));
      await expect(hollow.renderTask(input)).rejects.toThrow(`"## ${section}" is empty`);
    },
  );

  test('refuses a template that would lose the prompt', async () => {
    const lossy = await withFile('prompts/tasks/feature.md', (text) =>
      text.replace('{{prompt}}', 'as you like').replace('[prompt, checks]', '[checks]'),
    );
    await expect(lossy.renderTask(input)).rejects.toThrow(
      'prompts/tasks/feature.md:4:1: the template has no {{prompt}}',
    );
  });
});

describe("a target repository's own agents", () => {
  const targeting = (text: string) =>
    createPrompts({
      root: ROOT,
      frontmatter,
      targetFile: async (path) => (path === '.openclaw/agents/developer.md' ? text : null),
    });

  test('replace the text and narrow the access', async () => {
    const target = targeting('---\naccess: read-only\n---\nYou know this house.\n');
    expect(await target.agent('developer')).toMatchObject({ role: 'developer', access: 'read-only' });
    expect(await target.renderTask(input)).toMatch(/^You know this house\.\n/);
    expect(await target.agent('tester')).toEqual(await prompts.agent('tester'));
  });

  test('narrow the paths: what they name has to be inside of ours as well', async () => {
    const target = targeting('---\nwrites: ["src/**", "!src/vendor/**"]\n---\nx\n');
    const { writes } = await prompts.agent('developer');
    expect(await target.agent('developer')).toMatchObject({ writes, narrowedTo: ['src/**', '!src/vendor/**'] });
    expect(await prompts.agent('developer')).toMatchObject({ narrowedTo: null });
  });

  test('INV-6: cannot ask for paths that a judging role does not have', async () => {
    const target = createPrompts({
      ...{ root: ROOT, frontmatter },
      targetFile: async () => '---\nwrites: ["src/**"]\n---\nx\n',
    });
    await expect(target.agent('reviewer')).rejects.toThrow(':2:1: `writes`: "src/**" is wider than');
  });

  test.each([
    ['wider access', '---\naccess: full\n---\nx\n', 'main:.openclaw/agents/developer.md:2:1: `access: full` is wider'],
    [
      'a worker',
      '---\nworker: command\n---\nx\n',
      ':2:9: `worker`: only the file that comes with the product may say it',
    ],
    ['a model', '---\nmodel: cheap\n---\nx\n', ':2:8: `model`: only'],
    ['an effort', '---\neffort: low\n---\nx\n', ':2:9: `effort`: only'],
    ['network', '---\nnetwork: allow\n---\nx\n', ':2:10: `network`: only'],
    ['time', '---\ntimeout_seconds: 9\n---\nx\n', ':2:18: `timeout_seconds`: only'],
    ['an environment', '---\nenv: {A: b}\n---\nx\n', ':2:1: unknown key "env"'],
    ['another role', '---\nrole: tester\n---\nx\n', ':2:1: the role is "developer", not "tester"'],
    ['paths elsewhere', '---\nwrites: ["../x/**"]\n---\nx\n', ':2:10: `writes.0`: a path must not hold'],
  ])('INV-6: cannot ask for %s', async (_, text, message) => {
    await expect(targeting(text).agent('developer')).rejects.toThrow(message);
  });
});

test("the tech lead's instructions take exactly the variables that their file declares", async () => {
  const root = await mkdtemp(join(tmpdir(), 'prompts-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, 'prompts'));
  await writeFile(join(root, 'prompts/lead.md'), '---\ndescription: d\nvariables: [goal]\n---\nDo {{goal}}.\n');
  const { lead } = createPrompts({ root, frontmatter });
  expect(await lead({ goal: '{{goal}}' })).toBe('Do {{goal}}.\n');
  await expect(lead({})).rejects.toThrow('prompts/lead.md:5:4: {{goal}} has no value');
  await expect(lead({ goal: 'x', budget: 'y' })).rejects.toThrow('has no {{budget}}');
});
