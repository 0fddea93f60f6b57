import { availableParallelism } from 'node:os';
import { type Kill, playRound, type RoundResult } from './round.ts';
import { openScene } from './scene.ts';

/** One round as it is told to whoever wants to see it again. */
export interface Round {
  /** Whether the second task depends on the first. */
  readonly chained: boolean;
  readonly kills: readonly Kill[];
}

export interface PlayedRound extends RoundResult {
  readonly round: Round;
}

/** Plays rounds in scenes of their own, as many at once as there are cores; the results in the order of the rounds. */
export const playRounds = async (template: string, rounds: readonly Round[]): Promise<readonly PlayedRound[]> => {
  const results: PlayedRound[] = [];
  let next = 0;
  const play = async (): Promise<void> => {
    for (let index = next++; index < rounds.length; index = next++) {
      const round = rounds[index];
      if (round !== undefined) results[index] = await playOne(template, round);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, play));
  return results;
};

const playOne = async (template: string, round: Round): Promise<PlayedRound> => {
  const scene = await openScene(template, round);
  try {
    return { round, ...(await playRound(scene, round.kills)) };
  } finally {
    await scene.close();
  }
};

/** What went wrong in which round, and how to play that round again; empty when nothing did. */
export const describeFailures = (played: readonly PlayedRound[]): string =>
  played
    .filter(({ violations }) => violations.length > 0)
    .map(({ round, starts, violations }) =>
      [
        `CHAOS_ROUND='${JSON.stringify(round)}' yarn test:chaos`,
        ...starts.map(({ killedAt, points, result }, index) =>
          result === null
            ? `  start ${index + 1} was killed at ${killedAt ?? 'an instant'}, last passed: ${points.at(-1) ?? 'nothing'}`
            : `  start ${index + 1} ended`,
        ),
        ...violations.map((violation) => `  ${violation}`),
      ].join('\n'),
    )
    .join('\n');
