import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFrontmatter } from '../../../src/adapters/frontmatter/create-frontmatter.ts';
import { createPrompts } from '../../../src/adapters/prompts/create-prompts.ts';
import { listSkills } from '../../../src/adapters/prompts/list-skills.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const frontmatter = createFrontmatter();

const targetSays = (developer: string) =>
  createPrompts({
    root: ROOT,
    frontmatter,
    targetFile: async (path) => (path.endsWith('developer.md') ? `---\n${developer}\n---\nYou develop.\n` : null),
  });

describe('KB-12: the guides that an agent file names', () => {
  test('none by default; those of the fixer are shipped', async () => {
    const prompts = createPrompts({ root: ROOT, frontmatter });
    const skillsOf = async (role: string) => (await prompts.agent(role)).skills;
    expect(await Promise.all(['developer', 'reviewer', 'fixer'].map(skillsOf))).toEqual([
      [],
      [],
      ['receiving-code-review'],
    ]);
  });

  test('a target repository may name its own: they are text, and widen nothing', async () => {
    const prompts = targetSays('skills: [our-style]');
    expect((await prompts.agent('developer')).skills).toEqual(['our-style']);
    expect(await prompts.skill('our-style')).toEqual({
      ...{ name: 'our-style', path: '.codex/skills/our-style/SKILL.md', text: null },
    });
  });

  test('a name leads nowhere else', async () => {
    await expect(targetSays('skills: [../../secrets]').agent('developer')).rejects.toThrow(
      /main:.*developer\.md:2:10: `skills\.0`: expected a name/,
    );
  });

  test('a file of the product names several', async () => {
    const root = await mkdtemp(join(tmpdir(), 'skills-'));
    onTestFinished(() => rm(root, { recursive: true }));
    await cp(join(ROOT, '.openclaw/agents'), join(root, '.openclaw/agents'), { recursive: true });
    await writeFile(
      join(root, '.openclaw/agents/tester.md'),
      '---\nrole: tester\ndescription: Tests.\naccess: read-only\nskills: [a, b]\n---\nYou test.\n',
    );
    expect((await createPrompts({ root, frontmatter }).agent('tester')).skills).toEqual(['a', 'b']);
  });
});

test('KB-12: a guide takes a bounded part of the prompt, and says where the rest stands', () => {
  const listed = listSkills([{ name: 'long', path: '.codex/skills/long/SKILL.md', text: 'x'.repeat(70_000) }]);
  expect(listed.length).toBeLessThan(67_000);
  expect(listed).toContain(`[${70_000 - 65_536} characters more in .codex/skills/long/SKILL.md]`);
});
