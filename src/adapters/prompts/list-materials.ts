import type { Material } from '../../domain/worker/material.ts';

/** Files that were fetched for a role before it began. */
export const listMaterials = (materials: readonly Material[]): string =>
  [
    'These files from outside were put into your worktree before you began; nothing else has to be fetched. Git ignores them: they are no part of the change.',
    '',
    ...materials.map(({ path, source, bytes }) => `- \`${path}\` (${bytes} bytes), from ${source}`),
  ].join('\n');
