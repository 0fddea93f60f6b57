import type { TaskStatus } from '../../../domain/task.ts';
import type { GateOutcome } from '../../../domain/verdict.ts';
import type { Style } from './paint.ts';

/** A state as people see it: never by colour or by glyph alone. */
export interface Sign {
  readonly glyph: string;
  readonly word: string;
  readonly style: Style;
}

export const TASK_SIGNS: Readonly<Record<TaskStatus, Sign>> = {
  planned: { glyph: '·', word: 'planned', style: 'dim' },
  running: { glyph: '●', word: 'running', style: 'cyan' },
  ready: { glyph: '◇', word: 'ready', style: 'blue' },
  merged: { glyph: '✓', word: 'merged', style: 'green' },
  'sent-back': { glyph: '↩', word: 'sent back', style: 'yellow' },
  failed: { glyph: '✗', word: 'failed', style: 'red' },
  blocked: { glyph: '■', word: 'blocked', style: 'red' },
  waiting: { glyph: '‖', word: 'NEEDS YOU', style: 'yellow' },
  skipped: { glyph: '○', word: 'skipped', style: 'dim' },
  cancelled: { glyph: '⊘', word: 'cancelled', style: 'dim' },
};

export const GATE_SIGNS: Readonly<Record<GateOutcome, Sign>> = {
  pass: { glyph: '✓', word: 'pass', style: 'green' },
  fail: { glyph: '✗', word: 'fail', style: 'red' },
  pending: { glyph: '‖', word: 'pending', style: 'yellow' },
};
