import { describe, expect, it } from 'vitest';
import { finalLines } from '../../../src/domain/comment/final-lines.ts';
import { buildFinalReport } from '../../../src/domain/document/final-report.ts';

const parts = {
  elapsedMs: 252_000,
  iterations: 4,
  document: '/home/runs/r-1/ORCH_RUN.md',
  link: 'main at abc',
  notes: ['Declined: P2-1: a fact'],
};

describe('the final report of five items (KB-33)', () => {
  it('says all five', () => {
    const built = buildFinalReport(parts);
    expect(built).toEqual({ ok: true, report: parts });
    expect(finalLines(parts, 'en')).toEqual([
      'Elapsed: 4m 12s',
      'Iterations: 4',
      'Commands and request: /home/runs/r-1/ORCH_RUN.md',
      'Link: main at abc',
      'Note: Declined: P2-1: a fact',
    ]);
  });

  it.each(Object.keys(parts))('fails without %s', (missing) => {
    expect(buildFinalReport({ ...parts, [missing]: undefined })).toEqual({ ok: false, missing: [missing] });
  });

  it('an empty text and a list of nothing say nothing', () => {
    expect(buildFinalReport({ ...parts, link: ' ', notes: [] })).toEqual({ ok: false, missing: ['link', 'notes'] });
  });
});
