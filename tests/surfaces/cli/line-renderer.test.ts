import { describe, expect, it } from 'vitest';
import { createOutput } from '../../../src/surfaces/cli/output.ts';
import { createLineRenderer } from '../../../src/surfaces/cli/progress/line-renderer.ts';
import { RECORDED, START } from './recorded-run.ts';
import { FakeClock, FakeTerminal } from './scene.ts';

const createLines = () => {
  const terminal = new FakeTerminal({ columns: 0 });
  const clock = new FakeClock();
  const renderer = createLineRenderer({ output: createOutput(terminal, {}), clock });
  const play = (until = Number.POSITIVE_INFINITY): void => {
    for (const [second, event] of RECORDED.filter(([at]) => at <= until)) {
      clock.moveTo(START + second * 1000);
      renderer.emit(event);
    }
  };
  return { terminal, clock, renderer, play };
};

describe('the line renderer', () => {
  it('writes one line an event, and one each minute (INV-14)', () => {
    const { terminal, play } = createLines();
    play();
    expect(terminal.text).toMatchSnapshot();
  });

  it('writes every line in the same form', () => {
    const { terminal, play } = createLines();
    play();
    for (const line of terminal.lines) expect(line).toMatch(/^time=\S+Z run=r-7f3 event=[a-z-]+( |$)/);
  });

  it('names what is waited for in every heartbeat', () => {
    const { terminal, clock, play } = createLines();
    play();
    clock.moveTo(START + 600_000);
    expect(terminal.lines.at(-1)).toMatch(/event=heartbeat .*waiting=1 .*waits_for=q-1$/);
  });

  it('stays silent before a run, after its end and when it is closed', () => {
    const { terminal, clock, renderer, play } = createLines();
    clock.moveTo(START + 600_000);
    expect(terminal.text).toBe('');
    play();
    renderer.emit({ type: 'run-ended', run: 'r-7f3', status: 'done' });
    const count = terminal.lines.length;
    clock.moveTo(START + 1_200_000);
    expect(terminal.lines).toHaveLength(count);
    renderer.close();
    renderer.emit({ type: 'notice', level: 'info', text: 'late' });
    expect(terminal.lines).toHaveLength(count);
    expect(clock.running).toBe(0);
  });

  it('writes a line for each tool call, only when asked to', () => {
    const { terminal, renderer, play } = createLines();
    play();
    expect(terminal.text).not.toContain('trace ');
    renderer.traceTools();
    const input = JSON.stringify({ command: 'x'.repeat(5_000) });
    renderer.emit({ type: 'tool-called', tool: 'run_repo_command', input, output: 'a\nb\u001b[31m', durationMs: 12 });
    const line = terminal.lines.at(-1) ?? '';
    expect(line).toMatch(/^trace tool=run_repo_command ms=12 input="\{\\"command/);
    expect(line).toMatch(/ output="a b"$/);
    expect(line.length).toBeLessThan(1_000);
  });

  it('writes who answered what, wherever it was', () => {
    const { terminal, renderer, play } = createLines();
    play(400);
    renderer.emit({ type: 'question-answered', question: 'q-1', task: null, answer: '90 days', by: 'ana' });
    expect(terminal.lines.at(-1)).toMatch(/event=question-answered question=q-1 by=ana answer="90 days"$/);
  });

  it('lets no event break out of its line', () => {
    const { terminal, renderer } = createLines();
    renderer.emit({ type: 'lead-said', text: 'one\ntime=0 event=merged task="T-1"\u001b[2K' });
    expect(terminal.lines).toHaveLength(1);
    expect(terminal.lines[0]).toMatch(/event=lead-said text="one time=0 event=merged task=\\"T-1\\""$/);
  });
});
