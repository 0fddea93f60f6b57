import type { SeededRandom } from '../guard/seeded-random.ts';
import type { Kill } from './round.ts';
import { openScene } from './scene.ts';
import { findViolations } from './violations.ts';

/** Which points an undisturbed run passes, how often, and how long it takes. */
export interface Survey {
  readonly chained: boolean;
  readonly passed: ReadonlyMap<string, number>;
  readonly durationMs: number;
}

/** Runs a scene without any kill; throws when that alone goes wrong. */
export const takeSurvey = async (template: string, chained: boolean): Promise<Survey> => {
  const scene = await openScene(template, { chained });
  try {
    const { result, points, durationMs, stderr } = await scene.start({ command: 'run' });
    const wrong =
      result?.error === null ? await findViolations(scene, result.report) : [result?.error ?? `no result: ${stderr}`];
    if (wrong.length > 0) throw new Error(`the run goes wrong without any kill: ${wrong.join('; ')}`);
    return { chained, passed: countOf(points), durationMs };
  } finally {
    await scene.close();
  }
};

const countOf = (points: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const point of points) counts.set(point, (counts.get(point) ?? 0) + 1);
  return counts;
};

/** Later passes of a point are like the first few, and a run that goes a little differently may not have them. */
const MOST_PASSES = 3;

/** Long enough to be anywhere in a git command, short enough that most of them still run. */
const LONGEST_DELAY_MS = 15;

/** One of the times that a point is passed. */
export const killAt = (random: SeededRandom, point: string, passes = 1): Kill => ({
  type: 'point',
  point,
  nth: 1 + random.upTo(Math.min(passes, MOST_PASSES)),
  delayMs: random.upTo(LONGEST_DELAY_MS + 1),
});
