import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GitRepository } from '../../helpers/git-repository.ts';

/** What a worker can reach: its own worktree and, through it, the shared git directory and the person's home. */
export interface Target {
  readonly repository: GitRepository;
  /** The worker's worktree, on the branch `task/a`. */
  readonly worktree: string;
  /** Exists when planted code was executed. */
  readonly mark: string;
}

export interface Attack {
  readonly name: string;
  /** The settings and options of our commands stop it already, before the sentinel does. */
  readonly isStoppedBySettings: boolean;
  /** Paths that the sentinel is to report. */
  readonly reported: readonly string[];
  plant(target: Target): void;
  /** A plain git command that executes the planted code, besides the usual ones. */
  readonly provoke?: readonly string[];
}

function executable(path: string, target: Target): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\ntouch '${target.mark}'\ncat\n`);
  chmodSync(path, 0o755);
}

function config(target: Target, settings: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(settings)) target.repository.git(['config', key, value], target.worktree);
}

function attribute(target: Target, line: string): void {
  target.repository.write({ '.git/info/attributes': `${line}\n` });
}

const hookAttacks = ['post-checkout', 'pre-commit', 'reference-transaction', 'post-index-change'].map(
  (hook): Attack => ({
    name: `hook ${hook}`,
    isStoppedBySettings: true,
    reported: [`hooks/${hook}`],
    plant: (target) => executable(join(target.repository.main, '.git/hooks', hook), target),
  }),
);

export const ATTACKS: readonly Attack[] = [
  ...hookAttacks,
  {
    name: 'core.hooksPath',
    isStoppedBySettings: true,
    reported: ['config'],
    plant: (target) => {
      executable(join(target.worktree, 'mine/pre-commit'), target);
      config(target, { 'core.hooksPath': join(target.worktree, 'mine') });
    },
  },
  {
    name: 'core.fsmonitor',
    isStoppedBySettings: true,
    reported: ['config'],
    plant: (target) => config(target, { 'core.fsmonitor': `touch '${target.mark}'; false` }),
  },
  {
    name: 'a filter',
    isStoppedBySettings: false,
    reported: ['config', 'info/attributes'],
    plant: (target) => {
      attribute(target, '* filter=evil');
      config(target, { 'filter.evil.clean': `touch '${target.mark}'; cat` });
    },
  },
  {
    name: 'a filter whose attribute is committed in the worktree',
    isStoppedBySettings: false,
    reported: ['config'],
    plant: (target) => {
      target.repository.write({ '.gitattributes': '* filter=evil\n' }, target.worktree);
      config(target, { 'filter.evil.process': `touch '${target.mark}'; false` });
    },
  },
  {
    name: 'a merge driver',
    isStoppedBySettings: false,
    reported: ['config', 'info/attributes'],
    plant: (target) => {
      attribute(target, '* merge=evil');
      config(target, { 'merge.evil.driver': `touch '${target.mark}'` });
    },
  },
  {
    name: 'diff.external',
    isStoppedBySettings: true,
    reported: ['config'],
    plant: (target) => config(target, { 'diff.external': `touch '${target.mark}'; true` }),
  },
  {
    name: 'a text conversion',
    isStoppedBySettings: true,
    reported: ['config', 'info/attributes'],
    plant: (target) => {
      attribute(target, '* diff=evil');
      config(target, { 'diff.evil.textconv': `touch '${target.mark}'; cat` });
    },
  },
  {
    name: 'a signing program',
    isStoppedBySettings: true,
    reported: ['config'],
    plant: (target) => {
      executable(join(target.worktree, 'sign'), target);
      config(target, { 'commit.gpgSign': 'true', 'gpg.program': join(target.worktree, 'sign') });
    },
  },
  {
    name: 'core.pager',
    isStoppedBySettings: true,
    reported: ['config'],
    plant: (target) => config(target, { 'core.pager': `touch '${target.mark}'; cat` }),
    provoke: ['grep', '--open-files-in-pager', 'one'],
  },
  {
    name: 'an alias',
    isStoppedBySettings: false,
    reported: ['config'],
    plant: (target) => config(target, { 'alias.st': `!touch '${target.mark}'` }),
    provoke: ['st'],
  },
  {
    name: 'an editor',
    isStoppedBySettings: true,
    reported: ['config'],
    plant: (target) => config(target, { 'core.editor': `touch '${target.mark}'; true` }),
    provoke: ['commit', '--allow-empty'],
  },
  {
    name: 'include.path',
    isStoppedBySettings: true,
    reported: ['config'],
    plant: (target) => {
      const included = join(target.worktree, 'more.gitconfig');
      target.repository.git(['config', '--file', included, 'core.fsmonitor', `touch '${target.mark}'; false`]);
      config(target, { 'include.path': included });
    },
  },
  {
    name: 'settings of the worktree',
    isStoppedBySettings: true,
    reported: ['config', 'worktrees/task-a/config.worktree'],
    plant: (target) => {
      config(target, { 'extensions.worktreeConfig': 'true' });
      const own = ['config', '--worktree', 'core.fsmonitor', `touch '${target.mark}'; false`];
      target.repository.git(own, target.worktree);
    },
  },
  {
    name: 'a repository of its own in place of the worktree’s pointer',
    isStoppedBySettings: false,
    reported: ['{worktree}/.git'],
    plant: (target) => {
      const own = join(target.repository.base, 'own');
      target.repository.git(['clone', '--quiet', '--no-hardlinks', target.repository.main, own], target.worktree);
      executable(join(own, '.git/hooks/pre-commit'), target);
      target.repository.git(['config', 'core.fsmonitor', `touch '${target.mark}'; false`], own);
      writeFileSync(join(target.worktree, '.git'), `gitdir: ${own}/.git\n`);
    },
  },
  {
    name: 'another common directory behind the entry',
    isStoppedBySettings: false,
    reported: ['worktrees/task-a/commondir'],
    plant: (target) => {
      const own = join(target.repository.base, 'own');
      target.repository.git(
        ['clone', '--quiet', '--no-hardlinks', '--bare', target.repository.main, own],
        target.worktree,
      );
      target.repository.git(['config', 'core.fsmonitor', `touch '${target.mark}'; false`], own);
      writeFileSync(join(target.repository.main, '.git/worktrees/task-a/commondir'), `${own}\n`);
    },
  },
  {
    name: 'the person’s own settings in the shared home',
    isStoppedBySettings: true,
    reported: [],
    plant: (target) => {
      target.repository.write({ '.gitattributes': '* filter=evil\n' }, target.worktree);
      const global = ['config', '--global', 'filter.evil.clean', `touch '${target.mark}'; cat`];
      target.repository.git(global, target.worktree);
    },
  },
  {
    name: 'an ssh command',
    isStoppedBySettings: false,
    reported: ['config'],
    plant: (target) =>
      config(target, {
        'remote.origin.url': 'ssh://example.invalid/x',
        'core.sshCommand': `touch '${target.mark}'; false`,
      }),
    provoke: ['fetch', 'origin'],
  },
  {
    name: 'a remote that is a command',
    isStoppedBySettings: true,
    reported: ['config'],
    plant: (target) =>
      config(target, { 'remote.origin.url': `ext::sh -c touch% ${target.mark}`, 'protocol.ext.allow': 'always' }),
    provoke: ['fetch', 'origin'],
  },
];
