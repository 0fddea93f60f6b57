import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { readYaml } from '../../src/config/read-yaml.ts';
import { temporaryDirectory, write } from './plan/places.ts';

const rule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('path'), inside: z.string() }),
  z.strictObject({ kind: z.literal('text'), maximum: z.int() }),
]);
const schema = z.strictObject({
  rules: z.record(z.string(), z.array(rule)),
  either: z.union([z.string(), z.strictObject({ deep: z.int() })]),
});

const message = (text: string): string => {
  const file = write(join(temporaryDirectory(), 'policy.yaml'), text);
  try {
    readYaml(file, schema, 'policy-invalid');
  } catch (error) {
    expect(error).toMatchObject({ code: 'policy-invalid', exitCode: 2 });
    return String((error as Error).message).replaceAll(file, 'FILE');
  }
  return '';
};

it('reads what fits', () => {
  expect(message('rules: {git: [{kind: path, inside: x}]}\neither: {deep: 1}\n')).toBe('');
});

it.each([
  [
    'rules: {git: [{kind: path, insid: x}]}\neither: a\n',
    'FILE:1:28: unknown key "insid", the nearest known key is "inside"',
  ],
  ['rules: {}\neither:\n  deep: 1\n  dep: 2\n', 'FILE:4:3: unknown key "dep", the nearest known key is "deep"'],
  ['rules: {}\neither: {deep: x}\n', 'FILE:2:16: either.deep: invalid input: expected number, received string'],
  ['rules: {}\n', 'FILE:1:1: either: invalid input'],
  [
    `a: &a [x, x]\n${'bcdefgh'.replace(/./g, (name) => `${name}: &${name} [${`*${String.fromCharCode(name.charCodeAt(0) - 1)},`.repeat(9)}]\n`)}`,
    'FILE:1:1: Excessive alias count',
  ],
  ['rules: &r {}\neither: *missing\n', 'FILE:2:9: the alias "missing" has no anchor'],
])('%j', (text, expected) => {
  expect(message(text)).toContain(expected);
});

it('says why a file cannot be read', () => {
  const file = join(temporaryDirectory(), 'none.yaml');
  expect(() => readYaml(file, schema, 'policy-invalid')).toThrow(`${file}: cannot be read (ENOENT)`);
});
