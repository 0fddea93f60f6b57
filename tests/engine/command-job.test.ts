import { describe, expect, it } from 'vitest';
import type { Iteration } from '../../src/domain/command-job/command-job.ts';
import { afterIteration, type CommandEnd, lastWord } from '../../src/engine/command-job.ts';

const WORDS = { completionKeyword: 'COMPLETED', blockerKeyword: 'BLOCKER' };

describe('KB-17: the completion keyword is the last line, whole and exact', () => {
  it.each([
    ['COMPLETED', true],
    ['COMPLETED\n', true],
    ['all green\nCOMPLETED \t\r\n\n  \n', true],
    ['one\r\nCOMPLETED\r\n', true],
    ['', false],
    ['\n\n', false],
    ['COMPLETED\nand more\n', false],
    ['COMPLETED.\n', false],
    ['COMPLETED!', false],
    ['NOT COMPLETED\n', false],
    [' COMPLETED\n', false],
    ['completed\n', false],
    ['say COMPLETED when done\n', false],
    ['COMPLETED COMPLETED\n', false],
    ['\u001b[32mCOMPLETED\u001b[0m\n', false],
  ])('%j: %s', (output, keyword) => {
    expect(lastWord(output, WORDS)).toEqual({ keyword, blocker: null });
  });

  it('is the one of the job', () => {
    expect(lastWord('done\nFERTIG\n', { ...WORDS, completionKeyword: 'FERTIG' }).keyword).toBe(true);
    expect(lastWord('COMPLETED\n', { ...WORDS, completionKeyword: 'FERTIG' }).keyword).toBe(false);
  });
});

describe('KB-18: the blocker keyword as the last line takes what stands before it as reason', () => {
  it.each([
    ['need a password\nBLOCKER\n', 'need a password'],
    ['one\n two\n\nBLOCKER \n\n', 'one\n two'],
    ['BLOCKER', ''],
    ['BLOCKER\nno, it works\n', null],
    ['a BLOCKER\n', null],
  ])('%j', (output, blocker) => {
    expect(lastWord(output, WORDS)).toEqual({ keyword: false, blocker });
  });
});

const EXITED: CommandEnd = { how: 'exited', text: 'exit code 0' };

const decide = (last: Partial<Iteration>, end: CommandEnd = EXITED, index = 1) => {
  const iteration = { index, startedAt: 0, endedAt: 1, exitCode: 0, keyword: false, blocker: null, ...last };
  const iterations = Array.from({ length: index }, () => iteration);
  return afterIteration({ ...WORDS, iterations, maxIterations: 3 }, end);
};

describe('KB-25: what follows from an iteration', () => {
  it('the keyword and exit code 0 end it well', () => {
    expect(decide({ keyword: true })).toEqual({ type: 'end', status: 'succeeded', reason: null });
  });

  it('a non-zero exit code is no success, whatever the last line says', () => {
    const end: CommandEnd = { how: 'exited', text: 'exit code 1' };
    expect(decide({ keyword: true, exitCode: 1 }, end)).toEqual({ type: 'repeat' });
    expect(decide({ keyword: true, exitCode: 1 }, end, 3)).toEqual({
      type: 'end',
      status: 'failed',
      reason: 'not completed after 3 iterations: the last one said COMPLETED (exit code 1)',
    });
  });

  it('without a keyword it is repeated up to the maximum', () => {
    expect(decide({}, EXITED, 2)).toEqual({ type: 'repeat' });
    expect(decide({}, EXITED, 3)).toMatchObject({
      status: 'failed',
      reason: 'not completed after 3 iterations: the last one did not end with the line COMPLETED (exit code 0)',
    });
  });

  it('a blocker ends it at once, with its reason', () => {
    expect(decide({ blocker: 'no password', exitCode: 1 })).toMatchObject({ status: 'blocked', reason: 'no password' });
    expect(decide({ blocker: '' })).toMatchObject({ status: 'blocked', reason: 'it said BLOCKER and no reason' });
  });

  it('one that was ended is no success although it said so, and the last of them says how', () => {
    const end: CommandEnd = { how: 'timed-out', text: 'ended after its deadline of 1 s' };
    expect(decide({ keyword: true, exitCode: null }, end)).toEqual({ type: 'repeat' });
    expect(decide({ keyword: true, exitCode: null }, end, 3)).toMatchObject({
      status: 'timed-out',
      reason: expect.stringContaining('deadline of 1 s'),
    });
    expect(decide({ exitCode: null }, { how: 'ended', text: 'flood' }, 3)).toMatchObject({ status: 'failed' });
  });

  it('what cannot be started is not tried again', () => {
    const end: CommandEnd = { how: 'not-started', text: 'could not be started: x' };
    expect(decide({ exitCode: null }, end)).toMatchObject({
      status: 'failed',
      reason: 'the command could not be started: x',
    });
  });
});
