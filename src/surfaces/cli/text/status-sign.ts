import type { JobStatus } from '../../../domain/job.ts';
import type { TaskStatus } from '../../../domain/task.ts';
import type { GateOutcome } from '../../../domain/verdict/verdict.ts';
import type { Style } from './paint.ts';

/** How a state is drawn. */
export interface Mark {
  readonly glyph: string;
  readonly style: Style;
}

/** A state as people see it: never by colour or by glyph alone. */
export interface Sign extends Mark {
  readonly word: string;
}

export const TASK_SIGNS: Readonly<Record<TaskStatus, Mark>> = {
  planned: { glyph: '·', style: 'dim' },
  running: { glyph: '●', style: 'cyan' },
  ready: { glyph: '◇', style: 'blue' },
  merged: { glyph: '✓', style: 'green' },
  'sent-back': { glyph: '↩', style: 'yellow' },
  failed: { glyph: '✗', style: 'red' },
  blocked: { glyph: '■', style: 'red' },
  waiting: { glyph: '‖', style: 'yellow' },
  skipped: { glyph: '○', style: 'dim' },
  cancelled: { glyph: '⊘', style: 'dim' },
};

export const JOB_SIGNS: Readonly<Record<JobStatus, Mark>> = {
  queued: { glyph: '·', style: 'dim' },
  running: { glyph: '●', style: 'cyan' },
  succeeded: { glyph: '✓', style: 'green' },
  failed: { glyph: '✗', style: 'red' },
  blocked: { glyph: '■', style: 'red' },
  'timed-out': { glyph: '✗', style: 'red' },
  cancelled: { glyph: '⊘', style: 'dim' },
};

export const GATE_SIGNS: Readonly<Record<GateOutcome, Mark>> = {
  pass: { glyph: '✓', style: 'green' },
  fail: { glyph: '✗', style: 'red' },
  pending: { glyph: '‖', style: 'yellow' },
};
