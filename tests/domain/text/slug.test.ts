import { describe, expect, it } from 'vitest';
import { freeName, slugOf } from '../../../src/domain/text/slug.ts';

describe('slugOf', () => {
  it.each([
    ['Greet the user', 'greet-the-user'],
    ['  Fix: crash/hang (again)!  ', 'fix-crash-hang-again'],
    ['Добавить приветствие', 'dobavit-privetstvie'],
    ['Щука и ёж', 'schuka-i-ezh'],
    ['Café crème', 'cafe-creme'],
    ['🚀 launch 🚀', 'launch'],
    ['🚀', 'task'],
    ['', 'task'],
    ['---', 'task'],
    ['../../etc/passwd', 'etc-passwd'],
    ['-rf', 'rf'],
    ['a'.repeat(100), 'a'.repeat(40)],
    [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
  ])('%j is %s', (text, slug) => {
    expect(slugOf(text)).toBe(slug);
  });

  it('makes names that are safe as branch and directory, and leaves them as they are the second time', () => {
    for (const text of ['Ünïcödé ß', 'a..b', 'x.lock', '@{1}', 'ПРИВЕТ', '日本', `x${'-'.repeat(60)}y`]) {
      const slug = slugOf(text);
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(slug.length).toBeLessThanOrEqual(40);
      expect(slugOf(slug)).toBe(slug);
    }
  });
});

describe('freeName', () => {
  it('counts on until a name is free', () => {
    const taken = new Set(['greet', 'greet-2']);
    expect(freeName('greet', (name) => taken.has(name))).toBe('greet-3');
    expect(freeName('other', (name) => taken.has(name))).toBe('other');
  });
});
