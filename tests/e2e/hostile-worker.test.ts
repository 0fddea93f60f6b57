import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Answer, call, createCliScene, develop, merge, plan } from './cli-scene.ts';

const tries = (...commands: readonly (readonly string[])[]): string =>
  commands.map((argv) => `TRY ${JSON.stringify(argv)}`).join('\n');

test('INV-4: a worker pushes in many spellings, and nothing leaves; without the protection it would', async () => {
  const scene = await createCliScene(
    [
      {
        calls: [
          plan({
            slug: 'leak',
            prompt: `WRITE leak.txt x\n${tries(
              ['git', 'push', 'origin', 'HEAD:refs/heads/stolen'],
              ['git', 'push', '../origin.git', 'HEAD:refs/heads/stolen'],
              ['git', '-c', 'protocol.allow=always', 'push', 'origin', 'HEAD:refs/heads/stolen'],
              ['git', 'fetch', '../origin.git'],
            )}`,
          }),
          develop('leak'),
          call('wait_for_jobs'),
        ],
      },
      { calls: [merge('leak')] },
      { text: 'Done.' },
    ],
    { layout: 'origin' },
  );
  const { repository } = scene;
  const ended = await scene.run(['Leak it', '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  const log = scene.runFile(ended.json().run, 'J-1.log');
  expect(log.match(/^exit code 128: .*not allowed/gm)).toHaveLength(4);
  const stolen = () => repository.git(['branch', '--list', 'stolen'], join(repository.base, 'origin.git'));
  expect(stolen()).toBe('');
  repository.git(['push', '--quiet', 'origin', 'HEAD:refs/heads/stolen']);
  expect(stolen(), 'the harm').not.toBe('');
});

test('INV-1: a worker that moves main stops the run with 3; a person who accepts that resumes it', async () => {
  const scene = await createCliScene([
    {
      calls: [
        plan({
          slug: 'grab',
          prompt: `WRITE grab.txt x\n${tries(['git', '-C', '../main', '-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '--allow-empty', '-m', 'sneaked in'])}`,
        }),
        develop('grab'),
        call('wait_for_jobs'),
      ],
    },
    { calls: [merge('grab')] },
    { calls: [merge('grab')] },
    { text: 'Merged on top.' },
  ]);
  const ended = await scene.run(['Grab main', '--json']);
  expect(ended.code, ended.stderr).toBe(3);
  expect(ended.json()).toMatchObject({ status: 'waiting', files: [] });
  expect(JSON.stringify(ended.json().notices)).toMatch(/main/);
  expect(scene.repository.git(['log', '-1', '--format=%s']), 'it is left for the person to see').toBe('sneaked in');
});

test('INV-16: hooks that a worker plants are put back, reported, and the job fails', async () => {
  const scene = await createCliScene([
    {
      calls: [
        plan({
          slug: 'hook',
          prompt: `WRITE hook.txt x\n${tries(['git', 'config', 'core.fsmonitor', 'touch ../planted'], ['sh', '-c', 'printf "#!/bin/sh\\ntouch ../planted\\n" > ../main/.git/hooks/pre-commit; chmod +x ../main/.git/hooks/pre-commit'])}`,
        }),
        develop('hook'),
        call('wait_for_jobs'),
      ],
    },
    { text: 'It was caught.' },
  ]);
  const { repository } = scene;
  const settings = repository.git(['config', '--list', '--local']);
  const ended = await scene.run(['Plant a hook', '--json']);
  expect(ended.code, ended.stderr).toBe(1);
  const [job] = (scene.answers()[2]?.jobs ?? []) as Answer[];
  expect(job).toMatchObject({ status: 'failed', summary: expect.stringMatching(/hooks\/pre-commit/) });
  expect(repository.git(['config', '--list', '--local'])).toBe(settings);
  repository.git(['commit', '--quiet', '--allow-empty', '--message', 'by the person']);
  expect(repository.git(['status', '--porcelain'])).toBe('');
});

test("INV-14: a worker that removes main's directory makes the run wait for a person, with its report", async () => {
  const scene = await createCliScene([
    {
      calls: [
        plan({ slug: 'gone', prompt: `WRITE gone.txt x\n${tries(['rm', '-rf', '../main'])}` }),
        develop('gone'),
        call('wait_for_jobs'),
      ],
    },
    { calls: [merge('gone')] },
    { text: 'It is gone.' },
  ]);
  const ended = await scene.run(['Remove main', '--json']);
  expect(ended.code, ended.stderr).toBe(3);
  expect(ended.json()).toMatchObject({ status: 'waiting', tasks: [{ status: 'failed' }], files: [] });
  expect(JSON.stringify(ended.json().notices)).toContain(`${scene.repository.main} is gone`);
  const again = await scene.run(['Once more', '--json']);
  expect([again.code, again.stdout]).toEqual([2, '']);
  expect(JSON.parse(again.stderr)).toMatchObject({ error: { code: expect.any(String) } });
});

const gitlink = (to: string) => [
  ['git', 'init', '--quiet', 'nested'],
  [
    'git',
    '-C',
    'nested',
    '-c',
    'user.name=x',
    '-c',
    'user.email=x@x',
    'commit',
    '--allow-empty',
    '--message',
    'hidden',
  ],
  ['git', '-c', 'advice.addEmbeddedRepo=false', 'add', to],
];

test('INV-3: a submodule is merged by no gate alone, be it a bare link or named in a forged .gitmodules', async () => {
  const commit = ['git', '-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '--quiet', '--message', 'work'];
  const named = 'printf "[submodule \\"n\\"]\\n\\tpath = nested\\n\\turl = ./n\\n" > .gitmodules';
  const scene = await createCliScene([
    {
      calls: [
        plan(
          {
            slug: 'bare',
            prompt: `${tries(...gitlink('nested'), commit, ['rm', '-rf', 'nested'], ['mkdir', 'nested'])}`,
          },
          { slug: 'named', prompt: `${tries(['sh', '-c', named], ...gitlink('.'), commit)}` },
        ),
        develop('bare'),
        develop('named'),
        call('wait_for_jobs'),
        call('wait_for_jobs'),
      ],
    },
    { calls: [merge('bare'), merge('named')] },
    { text: 'Both wait.' },
  ]);
  const ended = await scene.run(['Smuggle', '--json']);
  expect(ended.code, ended.stderr).toBe(3);
  const { tasks } = ended.json();
  expect(tasks).toMatchObject([
    { status: 'waiting', reason: expect.stringContaining('nested') },
    { status: 'waiting', reason: expect.stringMatching(/\.gitmodules, nested/) },
  ]);
  expect(scene.repository.git(['ls-tree', '-r', 'main'])).not.toContain('160000');
});
