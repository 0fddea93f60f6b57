import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { isExactPath, outsideScope } from '../../../src/domain/pipeline/write-scope.ts';

const task = { id: 'SHOP-007' };
const outside = (paths: readonly string[], ...globs: readonly string[]) => outsideScope(paths, globs, task);

const DOCUMENTS = 'docs/work-items/{{task_id}}';

describe('outsideScope', () => {
  it('names the paths that no glob matches, in their order', () => {
    expect(outside(['src/b.ts', 'docs/a.md', 'src/a.ts'], 'docs/**')).toEqual(['src/b.ts', 'src/a.ts']);
    expect(outside(['docs/a.md'], 'docs/**', 'src/**')).toEqual([]);
    expect(outside(['a.ts'])).toEqual(['a.ts']);
  });

  it('an exact path is that path alone', () => {
    const review = `${DOCUMENTS}/12-review.md`;
    const others = ['docs/work-items/SHOP-007/12-review.md.bak', 'docs/work-items/SHOP-008/12-review.md'];
    expect(outside(['docs/work-items/SHOP-007/12-review.md', ...others], review)).toEqual(others);
  });

  it('exceptions win, wherever they stand', () => {
    const paths = ['src/a.ts', 'docs/work-items/SHOP-007/12-review.md', 'docs/work-items/SHOP-007/07-infra.md'];
    const exception = `!${DOCUMENTS}/{12,13}-*`;
    expect(outside(paths, '**', exception)).toEqual([paths[1]]);
    expect(outside(paths, exception, '**')).toEqual([paths[1]]);
    expect(outside(paths, exception)).toEqual([paths[1]]);
  });

  it('can except the documents of every other task, and a file or a link in the place of such documents', () => {
    const others = ['SHOP-008/01-brd.md', 'SHOP-0070/01-brd.md', 'SHOP-00/a/b', 'SHOP-008', '.SHOP-007/a'];
    const refused = others.map((name) => `docs/work-items/${name}`);
    const paths = ['docs/work-items/SHOP-007/07-infra.md', 'docs/work-items/README.md', 'docs/a.md'];
    expect(outside([...paths, ...refused], 'docs/**', '!docs/work-items/!({{task_id}}|*.md)')).toEqual(refused);
  });

  it('INV-15: an exception holds for what lies below it, or a directory in its place would hold anything', () => {
    const below = ['docs/work-items/SHOP-007/12-review.md/evil.js', 'ORCH_RUN.md/notes'];
    expect(outside(below, '**', `!${DOCUMENTS}/12-*`, '!ORCH_RUN.md')).toEqual(below);
    expect(picomatch(['ORCH_RUN.md'])('ORCH_RUN.md/notes'), 'the harm without').toBe(false);
  });

  it('counts dot files and dot directories', () => {
    const dotted = ['.env', '.github/workflows/ci.yml', 'src/.hidden/a'];
    expect(outside(dotted, '**')).toEqual([]);
    expect(outside(dotted, 'docs/**')).toEqual(dotted);
    expect(outside(['docs/.env'], '**', '!docs/**')).toEqual(['docs/.env']);
  });

  it('the harm without `dot`: an exception does not see a dot file, and the role may write it', () => {
    expect(picomatch('docs/**')('docs/.env')).toBe(false);
  });

  it('tells upper from lower case', () => {
    expect(outside(['Docs/a.md', 'docs/A.md'], 'docs/a.md')).toEqual(['Docs/a.md', 'docs/A.md']);
  });

  it.each(['/etc/passwd', '../main/a.ts', 'docs/../src/a.ts', './a', 'a//b', ''])(
    'never takes %j for inside',
    (path) => {
      expect(outside([path], '**')).toEqual([path]);
    },
  );

  it('a repository inside the worktree counts by its directory', () => {
    expect(outside(['vendor/'], '**')).toEqual([]);
    expect(outside(['vendor/'], 'docs/**')).toEqual(['vendor/']);
  });

  it('takes odd names as they are', () => {
    const odd = ['docs/a b.md', 'docs/[x].md', 'docs/ä\n.md', 'docs/$(x).md'];
    expect(outside(odd, 'docs/**')).toEqual([]);
    expect(outside(odd, 'src/**')).toEqual(odd);
  });
});

describe('isExactPath', () => {
  it.each([
    [`${DOCUMENTS}/12-review.md`, true],
    ['docs/**', false],
    ['!docs/a.md', false],
    ['docs/{a,b}.md', false],
    ['a/[b]', false],
  ])('%s: %s', (glob, exact) => {
    expect(isExactPath(glob)).toBe(exact);
  });
});
