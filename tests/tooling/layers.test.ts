import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkLayers } from '../../scripts/check-layers.ts';
import { layerRules } from '../../scripts/layer-rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const broken = fileURLToPath(new URL('../fixtures/layers', import.meta.url));

const oneOfEachKind = [
  'adapters-apart: src/adapters/merge-log.ts -> src/adapters/sqlite/store.ts',
  'composition-for-main: src/engine/rewire.ts -> src/composition/wire.ts',
  'effects: src/app/read-note.ts -> fs',
  'every-file-in-a-room: src/main.ts -> src/helpers/pad.ts',
  'no-cycles: src/app/ask-model.ts -> src/app/round.ts',
  'nobody-imports-main: src/surfaces/start.ts -> src/main.ts',
  'package-openai: src/app/ask-model.ts -> openai/index.d.mts',
  'pure: src/gates/clock.ts -> perf_hooks',
  'resolvable: tools/merge.ts -> ../src/app/missing.ts',
  'room-engine: src/engine/decide.ts -> src/adapters/sqlite/store.ts',
  'room-engine: src/engine/rewire.ts -> src/composition/wire.ts',
  'room-surfaces: src/surfaces/start.ts -> src/main.ts',
  'room-tools: tools/merge.ts -> src/adapters/sqlite/store.ts',
];

const kind = (rule: string) => rule.replace(/^(room|package)-.*/, '$1');

describe('the check of layers', () => {
  it('reads the modules of the project', async () => {
    const { modules } = await checkLayers(root, ['src', 'tools']);
    expect(modules).toBeGreaterThanOrEqual(300);
  });

  it('finds what is wrong in a tree that breaks every kind of rule', async () => {
    const { violations } = await checkLayers(broken, ['src', 'tools']);
    const found = violations.map(({ rule, from, to }) => `${rule}: ${from} -> ${to.replace(/^.*node_modules\//, '')}`);
    expect(found.sort()).toEqual(oneOfEachKind);
  });

  it('has no kind of rule that the broken tree leaves out', () => {
    const kinds = new Set(layerRules.forbidden?.map(({ name }) => kind(name ?? '')));
    expect(new Set(oneOfEachKind.map((line) => kind(line.replace(/:.*/, ''))))).toEqual(kinds);
  });
});
