import { expect, it } from 'vitest';
import { createProject } from '../../../src/domain/project/project.ts';
import { ownProject, registryOf } from '../../../src/domain/project/registry.ts';

const BASE = { mainPath: '/srv/shop/main', worktreesDir: '/srv/shop', home: '/h', databaseFile: '/h/db' };
const BESIDE = { ...BASE, mainPath: '/src/blog', worktreesDir: '/src/blog-worktrees' };

const named = (repo: string, path: string | null = null) => createProject({ repo, path });

const summary = (registry: ReturnType<typeof registryOf>) =>
  registry.map(({ project, source }) => [project.repo, source]);

it("holds the base directory's own main where nobody names anything, by the directory's name", () => {
  const registry = registryOf({ layout: BASE, projects: [] }, []);
  expect(registry).toEqual([{ project: named('shop', '/srv/shop/main'), source: 'built-in' }]);
  expect(summary(registryOf({ layout: BESIDE, projects: [] }, []))).toEqual([['blog', 'built-in']]);
  expect(summary(registryOf({ layout: { ...BESIDE, mainPath: '/src/-мой blog' }, projects: [] }, []))).toEqual([
    ['blog', 'built-in'],
  ]);
});

it('has the settings first, then what was added, and of two with one id that of the settings', () => {
  const registry = registryOf({ layout: BASE, projects: [named('a', '/a')] }, [named('b', '/b'), named('a', '/other')]);
  expect(summary(registry)).toEqual([
    ['a', 'settings'],
    ['b', 'added'],
    ['shop', 'built-in'],
  ]);
  expect(registry[0]?.project.path).toBe('/a');
});

it.each([
  ['its id', named('shop', '/elsewhere')],
  ['its checkout', named('store', '/srv/shop/main')],
  ['its base directory', named('store', '/srv/shop')],
])("lets a registered project take the place of the base directory's own by %s", (_by, project) => {
  expect(summary(registryOf({ layout: BASE, projects: [] }, [project]))).toEqual([[project.repo, 'added']]);
});

it("knows which project is the base directory's own", () => {
  const own = (...projects: readonly ReturnType<typeof named>[]) =>
    ownProject(registryOf({ layout: BASE, projects }, []), BASE)?.repo ?? null;
  expect(own()).toBe('shop');
  expect(own(named('a', '/a'), named('store', '/srv/shop'))).toBe('store');
  expect(own(named('shop', '/elsewhere'))).toBeNull();
});
