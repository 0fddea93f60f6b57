import { describe, expect, it } from 'vitest';
import { createProject } from '../../../src/domain/project/project.ts';
import { createScene } from './scene.ts';

const SHOP = createProject({ repo: 'shop', path: '/srv/shop', planeProjectId: 'p-1' });

const adding = () => {
  const added: unknown[][] = [];
  const scene = createScene({
    deciding: {
      addRepository: async (...words) => {
        added.push(words);
        return SHOP;
      },
    },
  });
  return { scene, added };
};

describe('repo add', () => {
  it.each([
    [['shop', '/srv/shop', '-C', '/base']],
    [['--id', 'shop', '--path', '/srv/shop', '-C', '/base']],
    [['/srv/shop', '--id', 'shop', '-C', '/base']],
  ])('%j names the same (KB-23)', async (words) => {
    const { scene, added } = adding();
    expect(await scene.run('repo', 'add', ...words)).toBe(0);
    expect(added).toEqual([['shop', '/srv/shop', {}]]);
    expect(scene.opened).toMatchObject([{ how: 'deciding', flags: { directory: '/base' } }]);
    expect(scene.stdout.text).toBe('shop\n');
    expect(scene.stderr.text).toContain('/srv/shop is registered\nnext: orchestrator repo check shop');
  });

  it('hands on what is said of it, and nothing else', async () => {
    const { scene, added } = adding();
    const options = ['--prefix', 'S', '--tracker-project', 'p-1', '--checks', '[]', '--max-concurrency', '2'];
    expect(await scene.run('repo', 'add', 'shop', '/srv/shop', ...options, '--json')).toBe(0);
    expect(added[0]?.[2]).toEqual({ prefix: 'S', trackerProject: 'p-1', checks: '[]', maxConcurrency: '2' });
    expect(JSON.parse(scene.stdout.text)).toEqual(SHOP);
    expect(scene.stderr.text).toBe('');
  });

  it.each([[['shop']], [['shop', '/srv/shop', '--id', 'other']], [['shop', '/srv/shop', 'more']]])(
    '%j ends with 2 before anything is opened',
    async (words) => {
      const { scene, added } = adding();
      expect(await scene.run('repo', 'add', ...words)).toBe(2);
      expect([added, scene.opened]).toEqual([[], []]);
    },
  );
});

describe('repo list', () => {
  const looking = {
    warnings: ['environment: ORCH_PROJECTS_JSON: item 1: missing repo; it is skipped'],
    repositories: async () => [
      { project: SHOP, source: 'added' as const },
      { project: createProject({ repo: 'enduro-trails' }), source: 'settings' as const },
    ],
  };

  it('shows where each is registered, and what was skipped', async () => {
    const scene = createScene({ looking });
    expect(await scene.run('repo', 'list')).toBe(0);
    expect(scene.stdout.text).toMatchInlineSnapshot(`
      "REPOSITORY     PREFIX  FROM      TRACKER  PATH
      shop           SHOP    added     p-1      /srv/shop
      enduro-trails  ET      settings  -        (not on this machine)
      "
    `);
    expect(scene.stderr.text).toBe('! skipped environment: ORCH_PROJECTS_JSON: item 1: missing repo; it is skipped\n');
  });

  it('is one document with --json', async () => {
    const scene = createScene({ looking });
    await scene.run('repo', 'list', '--json');
    expect(JSON.parse(scene.stdout.text)[0]).toEqual({ ...SHOP, source: 'added' });
  });
});

describe('repo check', () => {
  const checking = (ok: true | false | 'warn') => ({
    looking: {
      checkRepositories: async function* (id: string | null) {
        yield { repo: 'shop', check: 'main', ok: true as const, detail: String(id), fix: null };
        yield { repo: 'shop', check: 'clean', ok, detail: 'uncommitted: a', fix: ok === true ? null : 'git stash' };
        if (id === null) yield { repo: 'blog', check: 'main', ok: true as const, detail: 'fine', fix: null };
      },
    },
  });

  it('prints the fix beside each failure and ends with 1', async () => {
    const scene = createScene(checking(false));
    expect(await scene.run('repo', 'check')).toBe(1);
    expect(scene.stdout.text).toMatchInlineSnapshot(`
      "shop
      ✓ ok   main               null
      ✗ FAIL clean              uncommitted: a
             fix: git stash
      blog
      ✓ ok   main               fine
      "
    `);
  });

  it('ends with 0 where nothing stops a run', async () => {
    const scene = createScene(checking('warn'));
    expect(await scene.run('repo', 'check', 'shop', '--json')).toBe(0);
    expect(JSON.parse(scene.stdout.text)).toHaveLength(2);
  });
});
