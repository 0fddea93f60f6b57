import { expect, it } from 'vitest';
import { faultOf } from '../../../src/app/jobs/run-fault.ts';
import { NO_USAGE } from '../../../src/domain/usage/usage.ts';
import type { ProcessEnd } from '../../../src/ports/processes.ts';
import type { WorkerConclusion } from '../../../src/ports/worker.ts';

const EXITED: ProcessEnd = {
  reason: 'exited',
  exitCode: 0,
  signal: null,
  durationMs: 1,
  stdoutBytes: 1,
  stderrBytes: 0,
  error: null,
};
const LATE: ProcessEnd = { ...EXITED, reason: 'deadline', exitCode: null };
const WELL: WorkerConclusion = { outcome: 'succeeded', summary: 'done', usage: NO_USAGE };
const failed = { summary: 'no', usage: NO_USAGE, retryAfterMs: 5 } as const;
const BLOCKED: WorkerConclusion = { outcome: 'blocked', failure: 'login', ...failed };
const BUSY: WorkerConclusion = { outcome: 'failed', failure: 'transient', ...failed };

const NOTHING = { tampering: null, detour: null, trespass: null };
const ALL = { tampering: 'hooks', detour: 'branch', trespass: 'paths' };

it.for([
  ['nothing', NOTHING, EXITED, WELL, null],
  ['its own word', NOTHING, EXITED, BLOCKED, { status: 'blocked', summary: 'no' }],
  [
    'an end that was not its own',
    NOTHING,
    LATE,
    WELL,
    { status: 'timed-out', summary: expect.stringMatching(/deadline of 60 s/) },
  ],
  ['a service that is busy', NOTHING, EXITED, BUSY, { status: 'deferred', summary: 'no', retryAfterMs: 5 }],
  [
    'a trespass beside it',
    { ...NOTHING, trespass: 'paths' },
    EXITED,
    BLOCKED,
    { status: 'blocked', summary: 'no\npaths' },
  ],
  [
    'a trespass and a busy service',
    { ...NOTHING, trespass: 'paths' },
    EXITED,
    BUSY,
    { status: 'failed', summary: 'no\npaths' },
  ],
  [
    'INV-16: tampering, whatever it says',
    { ...NOTHING, tampering: 'hooks' },
    EXITED,
    BLOCKED,
    { status: 'failed', summary: 'hooks\nno' },
  ],
  ['all at once', ALL, EXITED, WELL, { status: 'failed', summary: 'hooks\nbranch\npaths' }],
] as const)('a run with %s', ([, misdeeds, end, conclusion, expected]) => {
  expect(faultOf(misdeeds, { end, conclusion, timeoutMs: 60_000 })).toEqual(expected);
});
