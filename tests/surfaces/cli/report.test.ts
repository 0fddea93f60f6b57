import { describe, expect, it } from 'vitest';
import { renderReport } from '../../../src/surfaces/cli/report/render-report.ts';
import { en } from '../../../src/surfaces/cli/text/catalogue/en.ts';
import { createPaint } from '../../../src/surfaces/cli/text/paint.ts';
import { report, taskReport } from './recorded-run.ts';

const rendered = (changes: Partial<typeof report> = {}): string =>
  renderReport({ ...report, ...changes }, en, createPaint(false)).join('\n');

describe('the report for people', () => {
  it('tells what was merged, what failed and why, and what to do next', () => {
    expect(rendered()).toMatchSnapshot();
  });

  it('always says what was not verified', () => {
    const merged = report.tasks.slice(0, 1);
    expect(rendered({ notVerified: [] })).toContain('## Not verified\n- what is not merged: T-3');
    expect(rendered({ notVerified: [], tasks: merged })).toContain(
      '## Not verified\n- nothing beyond the checks above',
    );
    expect(rendered({ notVerified: [], tests: [] })).toContain('## Not verified\n- everything: no check was run');
  });

  it('tells a check that was repaired from one that is red', () => {
    const tests = [1, 0].map((exitCode) => ({ task: 'T-1', command: 'npm test', exitCode }));
    expect(rendered({ tests })).toContain('✓ npm test: 1 of 2 runs passed, red at first for T-1 and repaired');
    expect(rendered()).toContain('✗ npm test: 1 of 2 runs passed, red for T-3');
  });

  it('says that a price is unknown instead of naming a wrong one', () => {
    expect(rendered({ usage: { ...report.usage, costUsd: null } })).toContain('price unknown');
  });

  it('says that a dry run changed nothing', () => {
    expect(rendered({ dryRun: true })).toContain('dry run: nothing was changed');
  });

  it('leaves out what there is none of', () => {
    const empty = rendered({
      tasks: [],
      questions: [],
      tests: [],
      files: [],
      decisions: [],
      notices: [],
      commands: [],
      next: [],
    });
    expect(empty.match(/^## .*/gm)).toEqual(['## Not verified', '## Used']);
  });

  it('says of a task that worked without a branch what it is, and nothing of where', () => {
    const tasks = [taskReport({ id: 'count', slug: 'count', status: 'ready', branch: null, reason: null })];
    expect(rendered({ tasks })).toContain('- ◇ ready count\n');
  });

  it('is bounded, whatever a run left behind', () => {
    const files = Array.from({ length: 5_000 }, (_, index) => `file-${index}`);
    const reason = files.join('\n');
    const long = taskReport({ id: 'T-1', slug: 'a', status: 'failed', reason });
    expect(rendered({ files, tasks: [long] }).split('\n').length).toBeLessThan(70);
    expect(rendered({ files })).toContain('and 4980 more files');
  });

  it('shows nothing of what an agent hides in its words', () => {
    const text = 'a\u001b[2J\u001b]0;owned\u0007b\u202e';
    const task = taskReport({ id: 'T-1', slug: text, title: text, reason: text, branch: text, status: 'failed' });
    const shown = rendered({ summary: text, goal: text, tasks: [task], files: [text], next: [text] });
    for (const hidden of ['\u001b', '\u202e', 'owned']) expect(shown).not.toContain(hidden);
  });
});
