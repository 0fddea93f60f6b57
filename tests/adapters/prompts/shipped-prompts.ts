import { resolve } from 'node:path';
import { createFrontmatter } from '../../../src/adapters/frontmatter/create-frontmatter.ts';
import { createPrompts } from '../../../src/adapters/prompts/create-prompts.ts';

/** The directory with the prompts that the product ships. */
export const ROOT = resolve(import.meta.dirname, '../../..');
export const frontmatter = createFrontmatter();
export const prompts = createPrompts({ root: ROOT, frontmatter });

/** A task for which they are rendered. */
export const task = {
  id: 'T7',
  slug: 'greet',
  title: 'Greet',
  prompt: 'Say hello.',
  kind: 'feature',
  branch: 'task/greet',
} as const;
