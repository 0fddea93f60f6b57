import { rmSync } from 'node:fs';
import { env } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chaosRandom } from './chaos-random.ts';
import { describeFailures, type PlayedRound, playRounds, type Round } from './play-rounds.ts';
import type { Kill } from './round.ts';
import { createTemplate } from './scene.ts';
import { killAt, type Survey, takeSurvey } from './survey.ts';

/**
 * kill -9 anywhere, then `resume` (INV-7, INV-8). `CHAOS_SEED=<number>` makes the same choices again, `CHAOS_ROUNDS=<number>`
 * plays so many random rounds, `CHAOS_ROUND='<json>'` plays one round as a failure printed it.
 */
const seed = Number(env.CHAOS_SEED ?? Date.now() % 1_000_000);
const randomRounds = Number(env.CHAOS_ROUNDS ?? 12);
const random = chaosRandom(seed);

/** A run that goes a little differently may not pass a point so often; then its first pass is taken. */
const TRIES = 3;

/** Starting is the dear part of a round: several kills one after another cost little more than one. */
const KILLS_PER_ROUND = 3;

/** Kills that leave recovery something of each kind to do: a worker, an announced move, a move half made. */
const LEFT_BEHIND = ['after spawn worker', 'after commit move announced', 'after git moveBranch'];

let template = '';
let surveys: readonly Survey[] = [];
const all: PlayedRound[] = [];
beforeAll(async () => {
  template = createTemplate();
  surveys = [await takeSurvey(template, false), await takeSurvey(template, true)];
});
afterAll(() => {
  rmSync(template, { recursive: true, force: true });
  printCoverage();
});

const play = async (rounds: readonly Round[]): Promise<readonly PlayedRound[]> => {
  const played = await playRounds(template, rounds);
  all.push(...played);
  return played;
};

/** Plays rounds for points until each was the end of a start; the points that never were. */
const hitEach = async (
  points: readonly string[],
  roundsFor: (points: readonly string[], tries: number) => readonly Round[],
) => {
  let missed = points;
  for (let tries = 0; tries < TRIES && missed.length > 0; tries += 1) {
    const played = await play(roundsFor(missed, tries));
    expect(describeFailures(played), `seed ${seed}`).toBe('');
    const hit = new Set(played.flatMap(({ starts }) => starts.map(({ killedAt }) => killedAt)));
    missed = missed.filter((point) => !hit.has(point));
  }
  return missed;
};

/** Rounds that are killed at several points each, in the order in which a run passes them; chosen by chance. */
const roundsOf = ({ chained, passed }: Survey, points: readonly string[]): readonly Round[] => {
  const order = [...passed.keys()];
  const mixed = random.shuffle(points);
  const rounds = Array.from({ length: Math.ceil(points.length / KILLS_PER_ROUND) }, (_, number) =>
    mixed.slice(number * KILLS_PER_ROUND, (number + 1) * KILLS_PER_ROUND),
  );
  return rounds.map((chosen) => ({
    chained,
    kills: chosen
      .toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
      .map((point) => killAt(random, point, passed.get(point))),
  }));
};

const onlyAt = (point: string): Round => ({ chained: false, kills: [killAt(random, point)] });

// Each start has a deadline of its own; how many there are is for whoever asks.
describe.skipIf(env.CHAOS_ROUND !== undefined)('kill -9 of the whole group, then resume', { timeout: 0 }, () => {
  it('INV-7, INV-8: a run killed at any named point is resumed to its end', async () => {
    const points = [...new Set(surveys.flatMap(({ passed }) => [...passed.keys()]))];
    const scenes = new Map(
      points.map((point) => [point, random.pick(surveys.filter(({ passed }) => passed.has(point)))]),
    );
    const missed = await hitEach(points, (open, tries) =>
      surveys.flatMap((survey) => {
        const mine = open.filter((point) => scenes.get(point) === survey);
        // Alone and at its first pass a point is certain to be reached.
        return tries === 0
          ? roundsOf(survey, mine)
          : mine.map((point) => ({ chained: survey.chained, kills: [killAt(random, point)] }));
      }),
    );
    expect(missed).toEqual([]);
    expect(points.length).toBeGreaterThan(90);
  });

  it('INV-7, INV-8: a resume killed at any named point of recovery is resumed in its turn', async () => {
    const known = new Set(surveys.flatMap(({ passed }) => [...passed.keys()]));
    const ways = new Map<string, Round>();
    for (const { round, starts } of await play(LEFT_BEHIND.map((point) => onlyAt(point)))) {
      for (const point of starts[1]?.points ?? []) if (!known.has(point)) ways.set(point, round);
    }
    const missed = await hitEach([...ways.keys()], (points) =>
      points.map((point) => {
        const way = ways.get(point);
        return { chained: false, kills: [...(way?.kills ?? []), killAt(random, point)] };
      }),
    );
    expect(missed).toEqual([]);
    for (const work of ['commit job-interrupted', 'commit move undone', 'git finishCheckout']) {
      expect([...ways.keys()]).toContain(`before ${work}`);
    }
  });

  it('INV-7, INV-8: a run killed at random instants, once or several times, is resumed to its end', async () => {
    const rounds = Array.from({ length: randomRounds }, () => {
      const survey = random.pick(surveys);
      const kills = Array.from({ length: 1 + random.upTo(3) }, () => randomKill(survey));
      return { chained: survey.chained, kills };
    });
    expect(describeFailures(await play(rounds)), `seed ${seed}`).toBe('');
  });
});

const randomKill = ({ passed, durationMs }: Survey): Kill =>
  random.upTo(3) === 0
    ? killAt(random, random.pick([...passed.keys()]))
    : { type: 'instant', ms: random.upTo(Math.ceil(durationMs)) };

it.runIf(env.CHAOS_ROUND !== undefined)('plays one round again', async () => {
  const round: Round = JSON.parse(env.CHAOS_ROUND ?? '');
  expect(describeFailures(await play([round]))).toBe('');
});

const printCoverage = (): void => {
  const kills = all.flatMap(({ starts }) => starts.filter(({ result }) => result === null));
  const points = new Map<string, number>();
  for (const { killedAt } of kills) {
    const name = killedAt ?? 'a random instant';
    points.set(name, (points.get(name) ?? 0) + 1);
  }
  const lines = [...points]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => `  ${String(count).padStart(4)}  ${name}`);
  process.stdout.write(
    [`chaos: seed ${seed}, ${all.length} rounds, ${kills.length} kills at ${points.size} points`, ...lines, ''].join(
      '\n',
    ),
  );
};
