import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hardDenial } from '../../src/guard/hard-denials.ts';

/** A command that a person wrote: its words, or a script for `sh -c`; `rule` is missing where it is left alone. */
const Row = z
  .union([
    z.strictObject({ script: z.string(), rule: z.string().optional() }),
    z.strictObject({ argv: z.array(z.string()), rule: z.string().optional() }),
  ])
  .transform((row) => ({ argv: 'script' in row ? ['sh', '-c', row.script] : row.argv, rule: row.rule ?? null }));

function readRows(file: string): z.output<typeof Row>[] {
  const lines = readFileSync(join(import.meta.dirname, 'written', `${file}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => Row.parse(JSON.parse(line)));
}

describe('INV-6: hard denials hold for what a person wrote, too', () => {
  it.for([
    ['KB-09: every spelling of a push', 'push', 350],
    ['KB-10: every way to more rights', 'privilege', 70],
    ['removing everything', 'removal', 45],
  ] as const)('refuses %s', ([, file, least]) => {
    const rows = readRows(file);
    expect(rows.length).toBeGreaterThanOrEqual(least);
    expect(rows.map(({ argv }) => ({ argv, rule: hardDenial(argv)?.rule ?? null }))).toEqual(rows);
  });

  it('leaves alone what only looks like it', () => {
    const rows = readRows('ordinary');
    expect(rows.length).toBeGreaterThanOrEqual(280);
    expect(rows.filter(({ argv }) => hardDenial(argv) !== null)).toEqual([]);
  });

  it('leaves to the environment what only running tells', () => {
    expect(readRows('beyond').filter(({ argv }) => hardDenial(argv) !== null)).toEqual([]);
  });

  it('says of a computed program what to do about it', () => {
    expect(hardDenial(['sh', '-c', '$DOCKER push image'])?.reason).toContain('write its name');
  });

  it('gives up on a nesting that nobody writes by hand', () => {
    const nested = Array.from({ length: 12 }).reduce<string>(
      (script) => `sh -c '${script.replaceAll("'", "'\\''")}'`,
      'true',
    );
    expect(hardDenial(['sh', '-c', nested])?.rule).toBe('program.wrapper');
  });

  it.for([
    [null, ['sh', '-c', '"$('.repeat(20_000)]],
    [null, ['sh', '-c', '('.repeat(20_000)]],
    [null, ['sh', '-c', `{${','.repeat(300_000)}}`]],
    [null, ['sh', '-c', `a=aaaaaaaa;${'a=$a$a;'.repeat(2_000)}$a`]],
    [null, ['sh', '-c', `echo a${' | cat'.repeat(10_000)} | sh`]],
    [null, ['git', ...Array.from({ length: 20_000 }, () => 'for-each-repo')]],
    ['program.wrapper', ['sh', '-c', 'cat <<A\n$(cat <<B\n'.repeat(2_000)]],
    ['program.wrapper', Array.from({ length: 20_000 }, () => 'env')],
    ['program.wrapper', ['find', ...Array.from({ length: 5_000 }, () => ['-exec', 'find']).flat()]],
    ['rm.everything', ['rm', '-r', '/'.repeat(100_000), `${'../'.repeat(100_000)}x`]],
  ] as const)('comes to an end for commands that no person would write (%s)', ([rule, argv]) => {
    expect(hardDenial(argv)?.rule ?? null).toBe(rule);
  });
});
