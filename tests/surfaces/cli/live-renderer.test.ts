import { describe, expect, it } from 'vitest';
import { createOutput } from '../../../src/surfaces/cli/output.ts';
import { drawFooter } from '../../../src/surfaces/cli/progress/footer.ts';
import { createLiveRenderer } from '../../../src/surfaces/cli/progress/live-renderer.ts';
import { createPaint } from '../../../src/surfaces/cli/text/paint.ts';
import { question, RECORDED, START } from './recorded-run.ts';
import { FakeClock, FakeTerminal } from './scene.ts';
import { screenOf } from './screen.ts';

const createLive = (options: { columns?: number; rows?: number } = {}) => {
  const terminal = new FakeTerminal({ isTTY: true, ...options });
  const clock = new FakeClock();
  const renderer = createLiveRenderer({ output: createOutput(terminal, { FORCE_COLOR: '0' }), clock });
  const play = (until = Number.POSITIVE_INFINITY): void => {
    for (const [second, event] of RECORDED.filter(([at]) => at <= until)) {
      clock.moveTo(START + second * 1000);
      renderer.emit(event);
    }
  };
  const screen = (): string =>
    screenOf(terminal.text, options.columns || 80)
      .join('\n')
      .trimEnd();
  return { terminal, clock, renderer, play, screen };
};

describe('the live renderer', () => {
  it('keeps what happened in the scrollback and draws what is under way below', () => {
    const { play, screen, clock } = createLive({ columns: 100 });
    play();
    clock.moveTo(START + 430_000);
    expect(screen()).toMatchSnapshot();
  });

  it('has something on screen before the run begins', () => {
    const { screen, play } = createLive();
    expect(screen()).toContain('looking at the repository');
    play(0);
    expect(screen()).not.toContain('looking at the repository');
  });

  it('cuts nothing from what a person has to decide', () => {
    const { renderer, screen } = createLive({ columns: 100 });
    const text = `The lead wants to run: git log ${'x'.repeat(2_000)} --hidden-at-the-end`;
    renderer.emit({ type: 'question-asked', question: { ...question, text } });
    expect(screen().replaceAll('\n', '')).toContain('x --hidden-at-the-end');
  });

  it('says once why a task was sent back, and again after another attempt', () => {
    const { renderer, screen, play } = createLive({ columns: 100 });
    play(12);
    const fail = (): void => {
      const reason = 'npm test: exit code 1';
      renderer.emit({ type: 'gate-answered', task: 'T-1', gate: 'checks-green', outcome: 'fail', reason });
      const back = { stage: 'development', status: 'sent-back', reason: `checks-green: ${reason}` } as const;
      renderer.emit({ type: 'task-changed', task: 'T-1', slug: 'schema-migration', ...back });
    };
    fail();
    fail();
    expect(screen().match(/^✗ checks-green fail/gm)).toHaveLength(1);
    expect(screen().match(/^↩ sent back T-1 schema-migration$/gm)).toHaveLength(1);
    expect(screen().match(/^ {4}.*npm test: exit code 1/gm)).toHaveLength(1);
    renderer.emit({ type: 'job-started', job: 'j-2', task: 'T-1', role: 'developer', attempt: 2 });
    fail();
    expect(screen().match(/^✗ checks-green fail/gm)).toHaveLength(2);
  });

  it('draws one footer, however often it was drawn', () => {
    const { play, screen } = createLive({ columns: 100 });
    play();
    expect(screen().match(/r-7f3 · 1\/4 merged/g)).toHaveLength(1);
    expect(screen().match(/fixing/g)).toHaveLength(1);
  });

  it('takes the footer away at the end and leaves the scrollback', () => {
    const { play, screen, renderer, clock } = createLive({ columns: 100 });
    play();
    renderer.close();
    expect(screen()).toContain('✓ merged T-1 schema-migration at 4be1fd2');
    expect(screen()).not.toContain('1/4 merged');
    expect(clock.running).toBe(0);
    const before = screen();
    renderer.say('late');
    expect(screen()).toBe(before);
  });

  it('makes room for a question and tells afterwards what happened meanwhile', () => {
    const { play, screen, renderer } = createLive({ columns: 100 });
    play(40);
    renderer.pause();
    renderer.emit({ type: 'merged', task: 'T-1', commit: '4be1fd2a' });
    expect(screen()).not.toMatch(/running {3}T-1|✓ merged/);
    renderer.resume();
    expect(screen()).toMatch(/✓ merged T-1 schema-migration at 4be1fd2[\s\S]*r-7f3 · /);
  });

  it('shows how long a question waits, and how to answer it (INV-14)', () => {
    const { play, screen, clock } = createLive({ columns: 100 });
    play();
    clock.moveTo(START + 400_000 + 3_600_000);
    expect(screen()).toContain('‖ q-1 waits 1h: Retain audit records for 30 or 90 days?');
    expect(screen()).toContain('orchestrator task answer q-1 "..."');
  });

  it('tells an answer from another terminal, and not again what was typed at this one', () => {
    const { play, screen, renderer } = createLive({ columns: 100 });
    const answered = { type: 'question-answered', question: 'q-1', task: 'T-4', answer: '90', by: 'ana' } as const;
    play(400);
    renderer.emit(answered);
    expect(screen()).toContain('✓ q-1 (T-4) answered by ana\n    90\n');
    expect(screen()).not.toContain('‖ q-1 waits');
    const here = createLive({ columns: 100 });
    here.play(400);
    here.renderer.answered('q-1');
    here.renderer.emit(answered);
    expect(here.screen()).not.toContain('answered by');
  });

  it('names the command that a question wants: a text or a decision', () => {
    const { renderer, screen } = createLive({ columns: 100 });
    const about = { type: 'gate', gate: 'analysis', candidate: 'tree' } as const;
    renderer.emit({
      type: 'question-asked',
      question: { ...question, id: 'q-8', about: { ...about, wants: 'answer' } },
    });
    renderer.emit({
      type: 'question-asked',
      question: { ...question, id: 'q-9', about: { ...about, wants: 'decision' } },
    });
    expect(screen()).toContain('orchestrator task answer q-8 "..."');
    expect(screen()).toContain('orchestrator task approve q-9   (or reject q-9 --reason "...")');
  });

  it('treats a terminal of zero columns as one of 80', () => {
    const { play, terminal, screen } = createLive({ columns: 0, rows: 0 });
    play();
    expect(screen()).toContain('● running   T-2 oidc-callback');
    expect(terminal.text.split('\n').every((line) => line === '' || line.length > 1)).toBe(true);
  });

  it.each([20, 40, 60])('never draws a line of the footer wider than %i columns', (columns) => {
    const { play, renderer } = createLive();
    play();
    const frame = { now: START + 430_000, columns, rows: 40, paint: createPaint(false) };
    for (const line of drawFooter(renderer.state, frame)) expect([...line].length).toBeLessThanOrEqual(columns);
  });

  it('shows the urgent tasks where there is no room for all', () => {
    const { renderer, screen } = createLive({ columns: 100, rows: 12 });
    const [[, started] = []] = RECORDED;
    if (started === undefined) throw new Error('the recorded run is empty');
    const tasks = Array.from({ length: 50 }, (_, index) => ({
      id: `T-${index}`,
      slug: `s-${index}`,
      title: '',
      dependsOn: [],
    }));
    renderer.emit(started);
    renderer.emit({ type: 'plan-recorded', summary: '', tasks });
    renderer.emit({ type: 'job-started', job: 'j-1', task: 'T-44', role: 'developer', attempt: 1 });
    renderer.emit({
      type: 'task-changed',
      task: 'T-44',
      slug: 's-44',
      stage: 'development',
      status: 'running',
      reason: null,
    });
    const footer = drawFooter(renderer.state, { now: START, columns: 100, rows: 12, paint: createPaint(false) });
    expect(footer.length).toBeLessThan(12);
    expect(footer.join('\n')).toContain('● running   T-44 s-44');
    expect(footer.join('\n')).toMatch(/and \d+ more tasks/);
    expect(screen()).toContain('T-44');
  });

  it('draws nothing of what an agent hides in its text', () => {
    const { play, renderer, terminal } = createLive();
    play(40);
    const text = 'a\u001b[2J\u001b]0;owned\u0007b\u202ec';
    renderer.emit({ type: 'job-activity', job: 'j-1', task: 'T-1', text, usage: null });
    renderer.emit({ type: 'lead-said', text });
    renderer.emit({ type: 'notice', level: 'error', text });
    expect(terminal.text).toContain('abc');
    expect(terminal.text).not.toMatch(/2J|owned|\u202e/);
  });
});
