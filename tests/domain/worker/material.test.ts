import { describe, expect, it } from 'vitest';
import { materialNames, shownSource, sourceProblem } from '../../../src/domain/worker/material.ts';

describe('materials (KB-05)', () => {
  it.each([
    ['https://example.com/a.pdf', null],
    ['http://127.0.0.1:8080/', null],
    ['/srv/files/a.pdf', null],
    ['a.pdf', 'it is neither an address nor an absolute path'],
    ['ftp://example.com/a', 'ftp:// is not asked for, http:// and https:// are'],
    ['file:///etc/passwd', 'file:// is not asked for, http:// and https:// are'],
    ['https://', 'it is no address'],
  ])('%s: %s', (source, problem) => {
    expect(sourceProblem(source)).toBe(problem);
  });

  it('INV-12: a source is shown without login, query and fragment', () => {
    const shown = shownSource('https://pat:hunter2@example.com:8443/feed/a.xsd?token=abc#part');
    expect(shown).toBe('https://example.com:8443/feed/a.xsd?...');
    expect(shownSource('/srv/files/a.pdf')).toBe('/srv/files/a.pdf');
  });

  it('lie side by side under their own names, which lead nowhere else', () => {
    const sources = [
      'https://example.com/v1/spec.pdf?x=1',
      'https://example.com/v2/Spec.pdf',
      'https://example.com/',
      'https://example.com/a%2F..%2F..%2F.gitignore',
      'https://example.com/.git',
      'https://example.com/a%zz b',
      '/srv/données 2024.csv',
    ];
    expect(materialNames(sources)).toEqual([
      ...['spec.pdf', 'Spec-2.pdf', 'material', 'gitignore', 'git', 'a-zz-20b', 'données-2024.csv'],
    ]);
  });
});
