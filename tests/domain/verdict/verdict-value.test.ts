import { describe, expect, it } from 'vitest';
import { verdictValue } from '../../../src/domain/verdict/verdict-value.ts';

describe('a verdict is a text that says to a program what it shows to a person', () => {
  it.each([
    [' approved ', 'APPROVED'],
    ['Pass \u2014 ready-to-deploy', 'PASS \u2014 READY-TO-DEPLOY'],
    ['PASS, все тесты прошли', 'PASS, все тесты прошли'],
    ['naïve fünf', 'NAïVE FüNF'],
    ['stra\u00dfe', 'STRA\u00dfE'],
    ['', ''],
    [null, ''],
    [undefined, ''],
  ])('%j is %j', (field, value) => {
    expect(verdictValue(field)).toEqual({ ok: true, value });
  });

  it.each<[unknown, string]>([
    [1, 'is a number, not a text'],
    [true, 'is a boolean, not a text'],
    [['APPROVED'], 'is a list, not a text'],
    [{ a: 1 }, 'is a mapping, not a text'],
    [new Date(0), 'is a mapping, not a text'],
    ['PASS '.repeat(101), 'has 505 characters, which is prose and no verdict'],
    ['APPROVED\u200b', 'holds the invisible or control character U+200B'],
    ['APPROVED\u0000', 'holds the invisible or control character U+0000'],
    ['APPROVED\n', 'holds the invisible or control character U+000A'],
    ['\tAPPROVED', 'holds the invisible or control character U+0009'],
    ['APPRO\u00adVED', 'holds the invisible or control character U+00AD'],
    ['\u202eDEVORPPA', 'holds the invisible or control character U+202E'],
    ['\u00a0APPROVED', 'holds the invisible or control character U+00A0'],
    ['APPROVED\u3164', 'holds the invisible or control character U+3164'],
    ['PASS\ufffd', 'holds the invisible or control character U+FFFD'],
    ['APPROVED\ud800', 'holds the invisible or control character U+D800'],
    ['F\u0410IL', 'mixes letters of two alphabets in one word: F\u0410IL'],
    ['\u0420ASS', 'mixes letters of two alphabets in one word: \u0420ASS'],
  ])('%j is none', (field, problem) => {
    expect(verdictValue(field)).toEqual({ ok: false, problem });
  });
});
