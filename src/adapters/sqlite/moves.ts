import { z } from 'zod';
import type { MainMove } from '../../domain/journal.ts';
import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { createDocuments } from './documents.ts';

/** The table `moves`: what is asked of it, and what `commit` writes. Lists are in the order of announcement. */
export const createMoves = (connection: Connection) => {
  const documents = createDocuments(connection, 'moves', moveSchema);
  const queries: Store['moves'] = {
    unfinished: () => connection.read(() => documents.many(`WHERE state = 'announced' ORDER BY seq`)),
    inRun: (run) => connection.read(() => documents.many('WHERE run = ? ORDER BY seq', run)),
    from: (commit) =>
      connection.read(() => documents.many(`WHERE source = ? AND state <> 'undone' ORDER BY seq`, commit)),
  };
  return { queries, save: (move: MainMove) => documents.put(move.id, move) };
};

const moveSchema = (): z.ZodType<MainMove> =>
  z.strictObject({
    id: z.string(),
    run: z.string(),
    task: z.string(),
    from: z.string(),
    to: z.string(),
    by: z.string(),
    state: z.enum(['announced', 'done', 'undone']),
  });
