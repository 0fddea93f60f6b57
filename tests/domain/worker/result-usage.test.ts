import { describe, expect, it } from 'vitest';
import { lastUsage, modelOfResult } from '../../../src/domain/worker/result-usage.ts';

const RESULT = {
  type: 'result',
  result: 'done: {"a": "}{"} and "it\'s"',
  total_cost_usd: 0.5,
  usage: { input_tokens: 60, cache_creation_input_tokens: 10, cache_read_input_tokens: 40, output_tokens: 7 },
};
const JSON_LINE = JSON.stringify(RESULT);
const PRETTY = JSON.stringify(RESULT, null, 2);
const USAGE = { inputTokens: 110, cachedTokens: 50, outputTokens: 7, costUsd: 0.5 };

describe('the last result of a log (MA-174, MA-175)', () => {
  it.each([
    ['alone', JSON_LINE],
    ['pretty-printed', PRETTY],
    ['after words', `Loading plugins...\n${JSON_LINE}`],
    ['before words', `${PRETTY}\nbye\n`],
    ['on a line with words', `warning: {x} and result ${JSON_LINE} trailing "`],
    ['after odd quotes and an apostrophe', `it's "half\n'{"\n${JSON_LINE}\nisn't it "so`],
    ['after an opening brace that nothing closes', `function () {\n  call("\n${JSON_LINE}`],
    ['after another result', `{"usage":{"input_tokens":1}}\n${JSON_LINE}`],
    ['before objects that say nothing of usage', `${JSON_LINE}\n{"type":"system"}\n{"usage":null}`],
    ['after half a result, cut at its front', `"usage":{"input_tokens":9},"x":{"y":1}}\n${JSON_LINE}`],
    ['before half a result, cut at its end', `${JSON_LINE}\n${PRETTY.slice(0, -20)}`],
    ['in a stream of JSON lines', `{"type":"init"}\n{"type":"assistant","message":{"usage":{}}}\n${JSON_LINE}\n`],
  ])('%s', (_, log) => expect(lastUsage(log)).toEqual(USAGE));

  it.each([
    ['', 'no words'],
    ['plain text', 'words alone'],
    [PRETTY.slice(0, -3), 'a result that breaks off'],
    ['{"type":"result"}', 'neither usage nor cost'],
    ['{"usage":3,"total_cost_usd":"1"}', 'both of the wrong kind'],
    [JSON.stringify({ deeper: RESULT }), 'a result that is no object of its own'],
  ])('%j has none: %s', (log) => expect(lastUsage(log)).toBeNull());

  it('needs a usage block or a cost, not both', () => {
    expect(lastUsage('{"cost_usd":2}')).toEqual({ inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: 2 });
    expect(lastUsage('{"usage":{"output_tokens":3}}')).toMatchObject({ outputTokens: 3, costUsd: null });
    expect(lastUsage('{"usage":{},"total_cost_usd":1,"cost_usd":2}')).toMatchObject({ costUsd: 1 });
  });

  it('counts what is no number as 0', () => {
    const usage = {
      input_tokens: '5',
      cache_read_input_tokens: -3,
      cache_creation_input_tokens: null,
      output_tokens: 4,
    };
    expect(lastUsage(JSON.stringify({ usage }))).toMatchObject({ inputTokens: 0, cachedTokens: 0, outputTokens: 4 });
  });

  it('reads a log full of braces that nothing closes once, not once for each of them', () => {
    expect(lastUsage('{,\n'.repeat(20_000) + JSON_LINE)).toEqual(USAGE);
    expect(lastUsage('{":",\n'.repeat(20_000))).toBeNull();
  });
});

describe('the model of a result (MA-176)', () => {
  it.each([
    [{ modelUsage: { small: { outputTokens: 10 }, large: { outputTokens: 900 } }, model: 'top' }, 'large'],
    [{ modelUsage: { small: { output_tokens: 10 }, large: { output_tokens: 900 } } }, 'large'],
    [{ modelUsage: {}, model: 'top' }, 'top'],
    [{ modelUsage: 'x', model: 'top' }, 'top'],
    [{ model: '' }, null],
    [{}, null],
  ])('%j: %j', (result, model) => expect(modelOfResult(result)).toBe(model));

  it('is part of the usage', () => {
    expect(lastUsage(JSON.stringify({ ...RESULT, model: 'top' }))).toEqual({ ...USAGE, model: 'top' });
  });
});
