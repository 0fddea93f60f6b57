import { isTestFile } from '../domain/checks/test-files.ts';
import type { ChangedPath } from '../domain/evidence.ts';
import type { TaskKind } from '../domain/task.ts';
import { fail, type Gate, pass } from './gate.ts';

interface KindPromise {
  readonly text: string;
  readonly kept: (diff: readonly ChangedPath[]) => boolean;
}

/** What a task of a kind promises beyond green checks, as far as a program can see it. The task's prompt says the rest. */
const PROMISES: Readonly<Partial<Record<TaskKind, KindPromise>>> = {
  tests: {
    text: 'at least one test file is added or changed',
    kept: (diff) => diff.some((entry) => entry.status !== 'D' && isTestFile(entry.path)),
  },
};

export const definitionOfDone: Gate<'diff'> = {
  name: 'definition-of-done',
  artifact: null,
  fields: [],
  description: "The task's kind keeps its promise, and no role agent is still at work on it.",
  needs: ['diff'],
  judge: ({ diff }, task) => {
    if (task.activeJob !== null) return fail(`${task.activeJob.job} (${task.activeJob.role}) is still at work`);
    const promise = PROMISES[task.kind];
    if (promise === undefined) return pass(`nothing further is promised by the kind ${task.kind}`);
    return promise.kept(diff) ? pass(promise.text) : fail(`not kept: ${promise.text}`);
  },
};
