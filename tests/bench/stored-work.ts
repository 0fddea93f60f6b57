import type { Run } from '../../src/domain/run.ts';
import type { Task } from '../../src/domain/task.ts';
import { NO_USAGE } from '../../src/domain/usage.ts';

export const benchRun: Run = {
  id: 'r-bench',
  goal: 'Notes',
  status: 'running',
  mainPath: '/base/main',
  mainBranch: 'main',
  baseRef: 'main',
  mainHead: 'a'.repeat(40),
  startHead: 'a'.repeat(40),
  pipeline: 'subtask',
  worker: 'command',
  delivery: 'local-merge',
  summary: '',
  usage: NO_USAGE,
  turns: 0,
  toolCalls: 0,
  createdAt: 1_763_700_000_000,
  endedAt: null,
  version: 0,
};

/** A planned task of `benchRun`. */
export const benchTask = (number: number): Task => ({
  id: `T-${number}`,
  run: benchRun.id,
  slug: `note-${number}`,
  title: 'Write a note',
  prompt: 'Leave a note in the repository.',
  kind: 'docs',
  pipeline: 'subtask',
  dependsOn: [],
  branch: `task/note-${number}`,
  worktree: `task-note-${number}`,
  base: null,
  baseCommit: null,
  head: null,
  candidate: 'b'.repeat(40),
  stage: 'development',
  state: { status: 'planned' },
  activeJob: null,
  attempts: {},
  verdicts: [],
  feedback: [],
  createdAt: 1_763_700_000_000,
  version: 0,
});
