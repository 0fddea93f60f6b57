import { describe, expect, it } from 'vitest';
import { type ColorVariables, wantsColor, wantsLiveArea } from '../../../src/surfaces/cli/text/color.ts';
import { createPaint } from '../../../src/surfaces/cli/text/paint.ts';
import { createScene, STATUS } from './scene.ts';

type Row = readonly [variables: ColorVariables, onTerminal: string, inPipe: string];

/** What comes out of each: colours, live redraw, both or neither. */
const MATRIX: readonly Row[] = [
  [{}, 'color live', ''],
  [{ NO_COLOR: '' }, 'color live', ''],
  [{ NO_COLOR: '1' }, '', ''],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, '', ''],
  [{ NO_COLOR: '1', CLICOLOR_FORCE: '1' }, '', ''],
  [{ FORCE_COLOR: '1' }, 'color live', 'color'],
  [{ FORCE_COLOR: '' }, 'color live', 'color'],
  [{ FORCE_COLOR: '0' }, 'live', ''],
  [{ FORCE_COLOR: 'false' }, 'live', ''],
  [{ FORCE_COLOR: '0', CLICOLOR_FORCE: '1' }, 'live', ''],
  [{ CLICOLOR_FORCE: '1' }, 'color live', 'color'],
  [{ CLICOLOR_FORCE: '0' }, 'color live', ''],
  [{ CI: 'true' }, '', ''],
  [{ CI: '1', FORCE_COLOR: '1' }, 'color', 'color'],
  [{ CI: 'false' }, 'color live', ''],
  [{ CI: '' }, 'color live', ''],
  [{ TERM: 'dumb' }, '', ''],
  [{ TERM: 'dumb', CLICOLOR_FORCE: '1' }, 'color', 'color'],
];

const outcome = (variables: ColorVariables, isTerminal: boolean): string =>
  [wantsColor(variables, isTerminal) ? 'color' : '', wantsLiveArea(variables, isTerminal) ? 'live' : '']
    .filter((word) => word !== '')
    .join(' ');

describe('the colour gate', () => {
  it.each(MATRIX)('%j: "%s" on a terminal, "%s" in a pipe', (variables, onTerminal, inPipe) => {
    expect(outcome(variables, true)).toBe(onTerminal);
    expect(outcome(variables, false)).toBe(inPipe);
  });

  it.each(MATRIX)('%j is what a command obeys', async (variables, onTerminal) => {
    const scene = createScene({ terminal: true, variables, looking: { status: async () => STATUS } });
    await scene.run('status');
    expect(scene.stdout.text.includes('\u001b[')).toBe(onTerminal.includes('color'));
  });

  it('without it text stays as it is', () => {
    expect(createPaint(false).red('x')).toBe('x');
    expect(createPaint(true).red('x')).toBe('\u001b[31mx\u001b[39m');
  });
});
