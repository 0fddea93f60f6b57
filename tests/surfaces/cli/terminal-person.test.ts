import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createOutput } from '../../../src/surfaces/cli/output.ts';
import { createLiveRenderer } from '../../../src/surfaces/cli/progress/live-renderer.ts';
import type { Question } from '../../../src/surfaces/cli/progress/sinks.ts';
import { chooseOption, createTerminalPerson } from '../../../src/surfaces/cli/terminal-person.ts';
import { question } from './recorded-run.ts';
import { FakeClock, FakeTerminal } from './scene.ts';

const approval: Question = {
  ...question,
  id: 'q-2',
  about: { type: 'gate', gate: 'checks-unchanged', candidate: 'tree' },
  text: 'T-1 changes a check\u001b[2J',
  options: ['approve', 'reject'],
};

const createPerson = ({ terminal = true, yes = false }: { terminal?: boolean; yes?: boolean } = {}) => {
  const input = Object.assign(new PassThrough(), { isTTY: terminal });
  const stderr = new FakeTerminal({ isTTY: terminal });
  const output = createOutput(stderr, {});
  const renderer = createLiveRenderer({ output, clock: new FakeClock() });
  const person = createTerminalPerson({ input, output, renderer, yes });
  const stop = new AbortController();
  return { input, stderr, person, stop, ask: (asked: Question) => person.ask(asked, stop.signal) };
};

describe('the person at the terminal', () => {
  it('is asked with the options and answers by number', async () => {
    const { input, stderr, ask } = createPerson();
    const answer = ask(question);
    input.write('2\n');
    expect(await answer).toBe('90');
    expect(stderr.text).toMatch(/q-1 \(T-4\)\nRetain audit records for 30 or 90 days\?\n {2}1\) 30\n {2}2\) 90\n/);
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
    expect(stderr.text).toBe('');
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
