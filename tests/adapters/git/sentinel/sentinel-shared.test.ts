import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createGitRepository } from '../../../helpers/git-repository.ts';
import { createSharedGit } from '../shared-git.ts';

async function share() {
  const repository = createGitRepository();
  const common = join(repository.main, '.git');
  repository.write({ 'hooks/pre-push': '#!/bin/sh\n' }, common);
  const shared = createSharedGit(repository);
  const [first, second] = [await shared.start(), await shared.start()];
  return { repository, common, shared, first, second, at: (name: string) => join(repository.base, name) };
}

const PLANTED = '[core]\n\tfsmonitor = harm\n';

describe('a worktree that another process of the home made or removed (INV-16)', () => {
  test('is no tampering; without the ledger it would be', async () => {
    const { repository, shared, first, second, at } = await share();
    const apart = await shared.start('apart');
    await first.git.addWorktree(repository.main, at('task-a'), { branch: 'task/a', base: 'HEAD' });
    await apart.sentinel.record();
    await second.git.status(repository.main);
    await first.git.removeWorktree(repository.main, at('task-a'));
    expect(await second.sentinel.verify()).toEqual([]);
    expect(await apart.sentinel.verify(), 'the harm').toEqual([{ path: 'worktrees/task-a', what: 'gone' }]);
  });

  test('is guarded by all of them, and what was done to it is put back by whoever looks first', async () => {
    const { repository, first, second, at } = await share();
    await first.git.addWorktree(repository.main, at('task-a'), { branch: 'task/a', base: 'HEAD' });
    expect(await second.sentinel.verify()).toEqual([]);
    const pointer = join(at('task-a'), '.git');
    const before = readFileSync(pointer, 'utf8');
    writeFileSync(pointer, 'gitdir: /elsewhere\n');
    expect(await second.sentinel.verify()).toEqual([{ path: pointer, what: 'changed' }]);
    expect(readFileSync(pointer, 'utf8')).toBe(before);
    expect(await first.sentinel.verify()).toEqual([{ path: pointer, what: 'changed' }]);
  });

  test('may be made by one and removed by the other, again and again', async () => {
    const { repository, first, second, at } = await share();
    for (const [maker, remover] of [
      [first, second],
      [second, first],
      [first, first],
      [second, second],
    ] as const) {
      await maker.git.addWorktree(repository.main, at('scratch-1'), { detach: 'HEAD' });
      await remover.git.removeWorktree(repository.main, at('scratch-1'));
    }
    await second.git.addWorktree(repository.main, at('scratch-1'), { detach: 'HEAD' });
    for (const { sentinel } of [first, second]) expect(await sentinel.verify()).toEqual([]);
  });

  test('is left alone while a living process changes it, and nothing else is', async () => {
    const { repository, common, first, second, at } = await share();
    await first.git.addWorktree(repository.main, at('task-a'), { branch: 'task/a', base: 'HEAD' });
    await first.git.addWorktree(repository.main, at('task-b'), { branch: 'task/b', base: 'HEAD' });
    expect(await second.sentinel.verify()).toEqual([]);
    await first.sentinel.changing(at('task-a'), async () => {
      rmSync(join(common, 'worktrees/task-a/gitdir'));
      expect(await second.sentinel.verify()).toEqual([]);
      writeFileSync(join(common, 'worktrees/task-b/commondir'), '/elsewhere\n');
      writeFileSync(join(common, 'config.worktree'), PLANTED);
      expect(await second.sentinel.verify()).toEqual([
        { path: 'config.worktree', what: 'added' },
        { path: 'worktrees/task-b/commondir', what: 'changed' },
      ]);
      rmSync(join(common, 'worktrees/task-a'), { recursive: true });
      rmSync(at('task-a'), { recursive: true });
    });
    expect(await second.sentinel.verify()).toEqual([]);
  });

  test('is trusted as a process left it that died at it', async () => {
    const { repository, first, second, at } = await share();
    const pointer = join(at('task-a'), '.git');
    await first.git.addWorktree(repository.main, at('task-a'), { branch: 'task/a', base: 'HEAD' });
    const died = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const changing = first.sentinel.changing(at('task-a'), async () => {
      started.resolve();
      await died.promise;
    });
    await started.promise;
    expect(await second.sentinel.verify()).toEqual([]);
    first.die();
    expect(await second.sentinel.verify()).toEqual([]);
    writeFileSync(pointer, 'gitdir: /elsewhere\n');
    expect(await second.sentinel.verify()).toEqual([{ path: pointer, what: 'changed' }]);
    died.resolve();
    await changing;
  });

  test('that nobody of ours knows is left alone, but for settings of its own', async () => {
    const { repository, common, second, at } = await share();
    repository.git(['worktree', 'add', '--quiet', '--detach', at('theirs')]);
    expect(await second.sentinel.verify()).toEqual([]);
    writeFileSync(join(common, 'worktrees/theirs/config.worktree'), PLANTED);
    expect(await second.sentinel.verify()).toEqual([{ path: 'worktrees/theirs/config.worktree', what: 'added' }]);
    repository.git(['worktree', 'remove', '--force', at('theirs')]);
    expect(await second.sentinel.verify()).toEqual([]);
  });
});

describe('a process that begins while others are at work (INV-16)', () => {
  test('trusts what they trust and puts back what a worker of theirs did; alone it would have trusted that', async () => {
    const { repository, common, shared, first } = await share();
    await first.git.addWorktree(repository.main, join(repository.base, 'task-a'), { detach: 'HEAD' });
    const config = readFileSync(join(common, 'config'), 'utf8');
    const entry = join(common, 'worktrees/task-a/commondir');
    writeFileSync(join(common, 'config'), PLANTED);
    writeFileSync(join(common, 'hooks/post-checkout'), 'planted');
    writeFileSync(entry, '/elsewhere\n');
    const third = await shared.start();
    const found = [
      { path: 'config', what: 'changed' },
      { path: 'hooks/post-checkout', what: 'added' },
      { path: 'worktrees/task-a/commondir', what: 'changed' },
    ];
    expect(await third.sentinel.verify()).toEqual(found);
    expect(readFileSync(join(common, 'config'), 'utf8')).toBe(config);
    // Who was at work meanwhile learns it too, although there is nothing left to see.
    expect(await first.sentinel.verify()).toEqual(found);
    expect(await third.sentinel.verify()).toEqual([]);

    writeFileSync(join(common, 'config'), `${config}${PLANTED}`);
    const apart = await shared.start('apart');
    expect(await apart.sentinel.verify(), 'the harm').toEqual([]);
    expect(readFileSync(join(common, 'config'), 'utf8')).toContain('harm');
  });

  test.each([
    ['left', (process: Awaited<ReturnType<typeof share>>['first']) => process.sentinel.leave()],
    ['died', (process: Awaited<ReturnType<typeof share>>['first']) => process.die()],
  ] as const)('records afresh once all others have %s, and the ledger begins anew', async (_, end) => {
    const { repository, common, shared, first, second } = await share();
    await first.git.addWorktree(repository.main, join(repository.base, 'task-a'), { detach: 'HEAD' });
    const ledger = () => join(shared.directory, readdirSync(shared.directory)[0] ?? '');
    const before = statSync(ledger()).size;
    end(first);
    repository.git(['config', 'user.name', 'Somebody else']);
    expect(await second.sentinel.verify()).toEqual([{ path: 'config', what: 'changed' }]);
    end(second);
    repository.git(['config', 'user.name', 'Somebody else']);
    const third = await shared.start();
    expect(await third.sentinel.verify()).toEqual([]);
    expect(repository.git(['config', 'user.name'])).toBe('Somebody else');
    expect(statSync(ledger()).size).toBeLessThan(before);
    expect(statSync(ledger()).mode & 0o777).toBe(0o600);
    writeFileSync(join(common, 'config'), PLANTED);
    expect(await third.sentinel.verify()).toEqual([{ path: 'config', what: 'changed' }]);
  });

  test('may record again, with what it has done since', async () => {
    const { repository, first, second, at } = await share();
    await second.git.addWorktree(repository.main, at('task-a'), { detach: 'HEAD' });
    await second.sentinel.record();
    expect(await second.sentinel.verify()).toEqual([]);
    await first.git.removeWorktree(repository.main, at('task-a'));
    expect(await second.sentinel.verify()).toEqual([]);
  });
});

describe('what a worker did is told', () => {
  test('to everybody whose worker ran meanwhile, whoever found it, and to nobody else (INV-16)', async () => {
    const { common, first, second } = await share();
    const finding = [{ path: 'config.worktree', what: 'added' }];
    const over = await second.sentinel.watch();
    expect(await over()).toEqual([]);
    const culprit = await first.sentinel.watch();
    writeFileSync(join(common, 'config.worktree'), PLANTED);
    await second.sentinel.verify();
    expect(existsSync(join(common, 'config.worktree'))).toBe(false);
    const later = await second.sentinel.watch();
    expect(await culprit()).toEqual(finding);
    expect(await later()).toEqual([]);
  });

  test('to each of several that ran side by side in one process (INV-16)', async () => {
    const { common, first } = await share();
    const watches = [await first.sentinel.watch(), await first.sentinel.watch()];
    writeFileSync(join(common, 'config.worktree'), PLANTED);
    for (const watch of watches) expect(await watch()).toEqual([{ path: 'config.worktree', what: 'added' }]);
  });

  test('when two put back the same at once, and it is whole (INV-16)', async () => {
    const { common, first, second } = await share();
    rmSync(join(common, 'hooks'), { recursive: true });
    symlinkSync('info', join(common, 'hooks'));
    mkdirSync(join(common, 'objects/info/alternates'), { recursive: true });
    const found = await Promise.all([first.sentinel.verify(), second.sentinel.verify()]);
    for (const findings of found) expect(findings).toContainEqual({ path: 'hooks', what: 'changed' });
    expect(readFileSync(join(common, 'hooks/pre-push'), 'utf8')).toBe('#!/bin/sh\n');
    expect(existsSync(join(common, 'objects/info/alternates'))).toBe(false);
  });
});

test('a look that finds nothing reads nothing of the ledger, and a torn line of it is passed over', async () => {
  const { repository, shared, first, second, at } = await share();
  const [name = ''] = readdirSync(shared.directory);
  const ledger = join(shared.directory, name);
  const text = readFileSync(ledger, 'utf8');
  rmSync(ledger);
  mkdirSync(ledger);
  await first.git.status(repository.main);
  rmSync(ledger, { recursive: true });
  writeFileSync(ledger, `${text}{"by":{"id"\nno line of ours`);
  await first.git.addWorktree(repository.main, at('task-a'), { detach: 'HEAD' });
  await first.git.removeWorktree(repository.main, at('task-a'));
  expect(await second.sentinel.verify()).toEqual([]);
});

test('a worktree is not added where the others cannot be told of it', async () => {
  const { repository, common, shared, first, at } = await share();
  rmSync(shared.directory, { recursive: true });
  writeFileSync(shared.directory, 'no directory');
  const added = first.git.addWorktree(repository.main, at('task-a'), { detach: 'HEAD' });
  await expect(added).rejects.toMatchObject({ code: 'home-invalid' });
  expect(existsSync(join(common, 'worktrees/task-a'))).toBe(false);
});
