import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createOutput } from '../../../src/surfaces/cli/output.ts';
import { createLiveRenderer } from '../../../src/surfaces/cli/progress/live-renderer.ts';
import type { Question } from '../../../src/surfaces/cli/progress/sinks.ts';
import { chooseOption, createTerminalPerson } from '../../../src/surfaces/cli/terminal-person.ts';
import type { ColorVariables } from '../../../src/surfaces/cli/text/color.ts';
import { question } from './recorded-run.ts';
import { FakeClock, FakeTerminal } from './scene.ts';

const approval: Question = {
  ...question,
  id: 'q-2',
  about: { type: 'gate', gate: 'checks-unchanged', candidate: 'tree', wants: 'decision' },
  text: 'T-1 changes a check\u001b[2J',
  options: ['approve', 'reject'],
};

interface PersonOptions {
  readonly terminal?: boolean;
  readonly yes?: boolean;
  readonly variables?: ColorVariables;
}

const createPerson = ({ terminal = true, yes = false, variables = {} }: PersonOptions = {}) => {
  const input = Object.assign(new PassThrough(), { isTTY: terminal });
  const stderr = new FakeTerminal({ isTTY: terminal });
  const output = createOutput(stderr, variables);
  const renderer = createLiveRenderer({ output, clock: new FakeClock() });
  const person = createTerminalPerson({ input, output, renderer, yes });
  const stop = new AbortController();
  return { input, stderr, renderer, person, stop, ask: (asked: Question) => person.ask(asked, stop.signal) };
};

describe('the person at the terminal', () => {
  it('is asked with the options and answers by number', async () => {
    const { input, stderr, ask } = createPerson();
    const answer = ask(question);
    input.write('2\n');
    expect(await answer).toBe('90');
    expect(stderr.text).toContain('q-1: 1) 30  2) 90, or your own words; an empty line leaves it open\n');
  });

  it('may leave a question open with an empty line, or by closing the input', async () => {
    const { input, ask } = createPerson();
    const first = ask(question);
    input.write('\n');
    expect(await first).toBeNull();
    const second = ask(question);
    input.end();
    expect(await second).toBeNull();
  });

  it('is asked again until an approval is clear, and sees no control characters', async () => {
    const { input, stderr, ask } = createPerson();
    const answer = ask(approval);
    input.write('maybe\n');
    await expect.poll(() => stderr.text).toContain('Please choose one of approve, reject');
    input.write('app\n');
    expect(await answer).toBe('approve');
    expect(stderr.text).not.toContain('2J');
  });

  it('is asked one question at a time', async () => {
    const { input, stderr, ask } = createPerson();
    const answers = Promise.all([ask(question), ask({ ...question, id: 'q-9' })]);
    await expect.poll(() => stderr.text).toContain('q-1');
    expect(stderr.text).not.toContain('q-9');
    input.write('30\n');
    await expect.poll(() => stderr.text).toContain('q-9');
    input.write('something else\n');
    expect(await answers).toEqual(['30', 'something else']);
  });

  it('is asked no more once the run stops', async () => {
    const { stop, ask } = createPerson();
    const answer = ask(question);
    stop.abort();
    expect(await answer).toBeNull();
    expect(await ask(question)).toBeNull();
  });

  it.each([
    ['\n', true],
    ['Y\n', true],
    ['yes\n', true],
    ['n\n', false],
    ['what?\n', false],
  ])('confirms the plan with %j: %s', async (line, confirmed) => {
    const { input, person, stop } = createPerson();
    const answer = person.confirmPlan(stop.signal);
    input.write(line);
    expect(await answer).toBe(confirmed);
  });

  it('does not start a plan whose question was cut off', async () => {
    const { input, person, stop } = createPerson();
    const answer = person.confirmPlan(stop.signal);
    input.end();
    expect(await answer).toBe(false);
  });

  it('is spared the plan by --yes, and nothing else', async () => {
    const { input, person, stop, ask } = createPerson({ yes: true });
    expect(await person.confirmPlan(stop.signal)).toBe(true);
    const answer = ask(approval);
    input.write('reject\n');
    expect(await answer).toBe('reject');
  });

  it('is not there without a terminal', async () => {
    const { person, stderr, stop, ask } = createPerson({ terminal: false });
    expect(person.present).toBe(false);
    expect(await ask(question)).toBeNull();
    expect(await person.confirmPlan(stop.signal)).toBe(true);
    expect(stderr.text).not.toMatch(/q-1|Start/);
  });
});

describe('an answer among options', () => {
  it.each([
    ['1', 'approve'],
    ['3', null],
    ['REJECT', 'reject'],
    ['r', 'reject'],
    ['no', null],
  ])('%j means %j for an approval', (line, meant) => {
    expect(chooseOption(approval, line)).toBe(meant);
  });

  it('may be free text for the lead', () => {
    expect(chooseOption(question, '45 days')).toBe('45 days');
  });

  it('is not guessed where two options begin alike', () => {
    expect(chooseOption({ ...approval, options: ['keep', 'keep both'] }, 'kee')).toBeNull();
    expect(chooseOption({ ...approval, options: ['keep', 'keep both'] }, 'keep')).toBe('keep');
  });
});

describe('a question at the terminal', () => {
  it('is told once: by the event where events are told in full, else by the prompt', async () => {
    for (const [variables, told] of [
      [{}, 0],
      [{ NO_COLOR: '1' }, 1],
    ] as const) {
      const { input, stderr, ask } = createPerson({ variables });
      const answer = ask(question);
      input.write('30\n');
      await answer;
      expect(stderr.text.split(question.text)).toHaveLength(told + 1);
    }
  });

  it('waits no longer once it was answered, and still does when it was left open (INV-14)', async () => {
    const { input, ask, renderer } = createPerson();
    renderer.emit({ type: 'question-asked', question });
    const left = ask(question);
    input.write('\n');
    await left;
    expect(renderer.state.questions).toHaveLength(1);
    const answer = ask(question);
    input.write('30\n');
    await answer;
    expect(renderer.state.questions).toEqual([]);
  });
});
