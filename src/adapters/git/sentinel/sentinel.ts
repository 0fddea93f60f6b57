import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OrchestratorError } from '../../../domain/errors.ts';
import type { GitSentinel, Tampering } from '../../../ports/git.ts';
import { realPlace } from '../real-place.ts';
import type { Environment } from '../run/hardening.ts';
import { createRunner } from '../run/runner.ts';
import type { SettingsFile } from '../run/settings-file.ts';
import { includedFiles } from './included-files.ts';
import { type Ledger, NO_LEDGER } from './ledger.ts';
import { createOtherProcesses } from './other-processes.ts';
import { type GuardedRepository, putBackChanges } from './put-back-changes.ts';
import { createTrustedState } from './trusted-state.ts';

/** What the git adapter needs of the sentinel besides the port. */
export interface RepositorySentinel extends GitSentinel {
  /** Puts back what differs, now and without a process; the next `verify` returns it. */
  settle(): void;
  /** How often a state was recorded; 0 while nothing is watched. */
  recordings(): number;
  /** Runs a change of our own that makes or removes the worktree at `path`, and trusts what it did to that worktree's entry. */
  changing<T>(path: string, change: () => Promise<T>): Promise<T>;
}

export interface SentinelOptions {
  /** Absolute path of the directory that all worktrees share. */
  readonly commonDir: string;
  readonly environment: Environment;
  readonly settings: SettingsFile;
  /** Where other processes that work on the repository say what they do; none of them is known without it. */
  readonly ledger?: Ledger;
}

/**
 * Remembers in memory what git executes code from, and puts it back. Worktrees that nobody recorded are left alone, but for settings
 * of their own: adding one does no harm, and it may hold somebody's work. What differs is looked up in the ledger before anything
 * else: another process of ours may have done it. So the usual look, which finds no difference, reads nothing more.
 */
export function createGitSentinel(options: SentinelOptions): RepositorySentinel {
  const { commonDir, environment, settings, ledger = NO_LEDGER } = options;
  const run = createRunner({ environment, settings, before: () => {} });
  const trusted = createTrustedState(commonDir);
  /** All that was found since the start, by this process and by others. */
  const findings: Tampering[] = [];
  const others = createOtherProcesses({ commonDir, ledger, trusted, found: (finding) => void findings.push(finding) });
  let told = 0;
  let changes = 0;
  let recordings = 0;

  const repository: GuardedRepository = {
    ...{ commonDir, trusted, others },
    isBeingMade: (id) => changes > 0 || others.areChanging(id),
    report(finding) {
      findings.push(finding);
      ledger.say({ type: 'found', ...finding });
    },
  };

  function settle(): void {
    if (recordings === 0) return;
    if (existsSync(commonDir) && !trusted.isInPlace(commonDir)) throw replaced(commonDir);
    others.follow();
    while (!putBackChanges(repository));
  }

  async function recordAfresh(): Promise<void> {
    trusted.rememberAll(await includedFiles(run, commonDir));
    ledger.say({ type: 'trusted', state: trusted.snapshot() });
  }

  function lookAndRead(): void {
    settle();
    if (recordings > 0) others.catchUp();
  }

  return {
    settle,

    recordings: () => recordings,

    async record() {
      await ledger.join(async (history) => {
        others.begin(history);
        if (history === null) await recordAfresh();
      });
      recordings += 1;
    },

    async verify() {
      lookAndRead();
      const since = told;
      told = findings.length;
      return distinct(findings.slice(since));
    },

    async watch() {
      lookAndRead();
      const since = findings.length;
      return async () => {
        lookAndRead();
        return distinct(findings.slice(since));
      };
    },

    leave: () => ledger.leave(),

    async changing(path, change) {
      lookAndRead();
      const pointer = pointerAt(path);
      trusted.forgetAt(pointer);
      ledger.say({ type: 'changing', pointer });
      changes += 1;
      try {
        return await change();
      } finally {
        changes -= 1;
        trusted.rememberAt(pointer);
        ledger.say({ type: 'changed', pointer, worktrees: trusted.worktreesAt(pointer) });
      }
    },
  };
}

/** Two processes may have found the same. */
function distinct(findings: readonly Tampering[]): Tampering[] {
  return [...new Map(findings.map((finding) => [`${finding.what} ${finding.path}`, finding])).values()];
}

/** The `.git` file of a worktree as git writes it down: links resolved, also before the directory exists. */
function pointerAt(worktree: string): string {
  return join(realPlace(worktree), '.git');
}

function replaced(commonDir: string): OrchestratorError {
  return new OrchestratorError(
    'tampering-found',
    `${commonDir} now leads to another place than when the run started; nothing was written there.`,
    'Put the git directory back where it was, then resume.',
  );
}
