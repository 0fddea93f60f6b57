import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFrontmatter } from '../../src/adapters/frontmatter/create-frontmatter.ts';
import { askGate, GATES } from '../../src/gates/registry.ts';
import { createTask } from '../helpers/store.ts';

const ROOT = join(import.meta.dirname, '../..');
const frontmatter = createFrontmatter();

const prompts = globSync('.openclaw/agents/*.md', { cwd: ROOT }).map((path) =>
  readFileSync(join(ROOT, path), 'utf8').replaceAll('{{task_id}}', 'T-1'),
);

/** The reports that the prompts show as an example. */
const samples = prompts
  .flatMap((prompt) => [...prompt.matchAll(/^```\w*\n(---\n[\s\S]*?)^```$/gm)])
  .map(([, text = '']) => ({ text, reading: frontmatter.read(text) }));

const reportGates = [...GATES.values()].flatMap(({ name, artifact, fields }) =>
  artifact === null ? [] : [{ name, artifact, fields }],
);

describe('what the prompts tell the roles to write is what the gates read (MA-055)', () => {
  it.each(reportGates)('$name: $artifact', ({ name, artifact, fields }) => {
    expect(
      prompts.filter((prompt) => prompt.includes(artifact)),
      artifact,
    ).not.toEqual([]);
    const shown = samples.flatMap(({ text, reading }) =>
      reading.ok && fields.some((field) => field in reading.fields) ? [{ text, fields: reading.fields }] : [],
    );
    const passing = shown.filter(({ text, fields: said }) => {
      const evidence = {
        artifact: { path: artifact, status: 'read', text, fields: said },
        staging: { applies: true, repository: 'app' },
      } as const;
      return askGate(name, evidence, createTask()).outcome === 'pass';
    });
    expect(passing).not.toEqual([]);
  });

  it('every example is readable', () => {
    expect(samples.filter(({ reading }) => !reading.ok)).toEqual([]);
  });

  it.each([
    ['analysis-complete', ['01-brd.md', '02-trz.md', '03-acceptance-criteria.md', '04-test-plan.yaml']],
    ['architecture-done', ['06-adr/ADR-001-x.md']],
  ])('%s: the documents that a prompt asks for are enough', (gate, names) => {
    const asked = prompts.filter((prompt) => names.every((name) => prompt.includes(name.replace(/ADR-.*/, ''))));
    expect(asked).not.toEqual([]);
    const workItem = { directory: 'x', files: Object.fromEntries(names.map((name) => [name, 'text'])) };
    expect(askGate(gate, { workItem }, createTask()).outcome).toBe('pass');
  });
});
