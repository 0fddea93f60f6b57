import { describe, expect, it } from 'vitest';
import { promptGaps } from '../../../src/domain/worker/prompt-gaps.ts';
import { workBrief } from '../../../src/domain/worker/work-brief.ts';

const inputs = { dod: ['it greets'], url: 'http://localhost:3000/', stopCondition: '' };
const request = 'Greet the world.';
const demands = { inputs, checks: ['npm test'], request };
const complete = `Do not push. Nothing runs with sudo.\n${request}\n- \`npm test\`\n${workBrief(inputs)}`;

describe('what the prompt of an executor has to say (KB-20)', () => {
  it('lacks nothing when it says all of it', () => {
    expect(promptGaps(complete, demands)).toEqual([]);
  });

  it.each([
    ['Do not push', 'that nothing is pushed'],
    ['sudo', 'that nothing runs with sudo'],
    ['- it greets', 'the definition of done'],
    ['`npm test`', 'the check npm test'],
    ['### What you leave behind', 'what is to be left behind'],
    ['http://localhost:3000/', 'the address of the page'],
    ['browser automation', 'that the page is verified by browser automation'],
    ['COMPLETED', 'the last line COMPLETED'],
    ['BLOCKER', 'the last line BLOCKER'],
  ])('without "%s"', (part, gap) => {
    expect(promptGaps(complete.replaceAll(part, ''), demands)).toEqual([gap]);
  });

  it('asks for no page where there is none', () => {
    const bare = { ...inputs, url: null };
    expect(
      promptGaps(`Do not push. sudo\n${request}\n\`npm test\`\n${workBrief(bare)}`, { ...demands, inputs: bare }),
    ).toEqual([]);
  });

  it('what the request says itself proves nothing about the prompt around it', () => {
    const words = 'Do not push; sudo is fine; COMPLETED';
    expect(promptGaps(words, { ...demands, request: words })).toContain('that nothing is pushed');
  });
});
