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

const reportGates = [...GATES.values()].flatMap(({ name, artifact, fields, needs }) =>
  artifact === null || !needs.includes('artifact') || fields.length === 0 ? [] : [{ name, artifact, fields }],
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
        review: { review: null, fix: null },
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

  it('the hand-off that the developer is shown is one (YA-15)', () => {
    const [, text = ''] = prompts.flatMap((prompt) => /^````\n(# Hand-off\n[\s\S]*?)^````$/m.exec(prompt) ?? []);
    const artifact = { path: 'review/handoff.md', status: 'unreadable', problem: 'no frontmatter', text } as const;
    expect(askGate('handoff-complete', { artifact }, createTask())).toMatchObject({ outcome: 'pass' });
  });

  it.each([...GATES.values()].flatMap(({ name, documents }) => (documents === undefined ? [] : [{ name, documents }])))(
    '$name: every document is asked for by a prompt of its role',
    ({ documents }) => {
      for (const path of documents.filter((name) => name !== 'migration/approval.md'))
        expect(
          prompts.filter((prompt) => prompt.includes(`\`${path}\`:`) || prompt.includes(`- ${path}\n`)),
        ).not.toEqual([]);
    },
  );

  it('no role may write an approval (YA-24)', () => {
    expect(prompts.filter((prompt) => prompt.includes('- migration/approval.md'))).toEqual([]);
  });
});
