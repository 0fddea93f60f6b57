import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decide, factsFor, POLICY } from './guard-fixture.ts';

const Row = z.strictObject({
  worktree: z.enum(['main', 'task-a', 'legacy']),
  command: z.string(),
  decision: z.enum(['allow', 'ask', 'deny']),
  rule: z.string(),
  /** The task allows changes of dependencies. */
  dependencyChanges: z.boolean().default(false),
  /** Uncommitted work lies in the worktree. */
  uncommitted: z.boolean().default(false),
});

const FOLDER = join(import.meta.dirname, 'corpus');

const corpus = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.jsonl'))
  .map((file) => ({ file, rows: readRows(file) }));

function readRows(file: string): z.output<typeof Row>[] {
  const lines = readFileSync(join(FOLDER, file), 'utf8').trimEnd().split('\n');
  return lines.map((line) => Row.parse(JSON.parse(line)));
}

describe('INV-6: the corpus of harmless and hostile commands', () => {
  it('is large, and holds both kinds', () => {
    const rows = corpus.flatMap((entry) => entry.rows);
    expect(rows.length).toBeGreaterThanOrEqual(2_200);
    expect(rows.filter((row) => row.decision === 'allow').length).toBeGreaterThanOrEqual(300);
    expect(rows.filter((row) => row.decision === 'deny').length).toBeGreaterThanOrEqual(1_600);
  });

  for (const { file, rows } of corpus) {
    it(`is decided as ${file} says, by the rule that it names`, () => {
      const decided = rows.map((row) => {
        const permissions = { dependencyChanges: row.dependencyChanges };
        const worktree = { ...factsFor(row.worktree).worktree, uncommitted: row.uncommitted };
        const { decision, rule } = decide(row.worktree, row.command, POLICY, { permissions, worktree });
        return { ...row, decision, rule };
      });
      expect(decided).toEqual(rows);
    });
  }

  it('gives every refusal a reason that is a sentence', () => {
    for (const { worktree, command } of corpus.flatMap((entry) => entry.rows)) {
      const { decision, reason } = decide(worktree, command);
      if (decision !== 'allow') expect(reason, command).toMatch(/^.{12,}[.?]$/su);
    }
  });
});
