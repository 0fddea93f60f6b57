import { z } from 'zod';
import type { CommandRecord } from '../../domain/journal.ts';
import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { createParser } from './documents.ts';

/** The table `commands`, which is only ever appended to. */
export const createCommands = (connection: Connection) => {
  const parse = createParser('commands', commandSchema);
  const queries: Store['commands'] = {
    inRun: (run) =>
      connection.read(() =>
        connection
          .statement<CommandRow>('SELECT seq, body FROM commands WHERE run = ? ORDER BY seq')
          .all(run)
          .map(({ seq, body }) => parse(seq, body)),
      ),
  };
  return {
    queries,
    append: (command: CommandRecord) => {
      connection.statement('INSERT INTO commands (body) VALUES (?)').run(JSON.stringify(command));
    },
  };
};

interface CommandRow {
  readonly seq: number;
  readonly body: string;
}

const commandSchema = (): z.ZodType<CommandRecord> =>
  z.strictObject({
    time: z.string(),
    run: z.string(),
    task: z.string().nullable(),
    worktree: z.string(),
    command: z.string(),
    argv: z.array(z.string()),
    decision: z.enum(['allow', 'ask', 'deny']),
    rule: z.string(),
    reason: z.string(),
    dry: z.boolean(),
    exitCode: z.number().nullable(),
    durationMs: z.number(),
    outputBytes: z.number(),
  });
