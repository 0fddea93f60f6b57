import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LEAD_TOOLS, schemaOf } from '../../src/supervisor/tool-registry.ts';

it('CX-03: offers exactly the tools of tools/, one a file', () => {
  const files = readdirSync(join(import.meta.dirname, '../../tools')).toSorted();
  expect(LEAD_TOOLS.map(({ name }) => `${name.replaceAll('_', '-')}.ts`)).toEqual(files);
});

it('CX-04: has no tool that writes a file', () => {
  expect(LEAD_TOOLS.map(({ name }) => name)).toEqual([
    'ask_human',
    'create_worktree',
    'enqueue_role_agent',
    'list_worktrees',
    'merge_locally',
    'read_verdict',
    'record_plan',
    'remove_worktree',
    'report_progress',
    'request_transition',
    'run_repo_command',
    'wait_for_jobs',
  ]);
});

it('keeps names and parameters that scripts rely on', () => {
  const schemas = Object.fromEntries(LEAD_TOOLS.map((tool) => [tool.name, schemaOf(tool)]));
  expect(schemas).toMatchSnapshot();
});

it.each(LEAD_TOOLS.map((tool) => [tool.name, tool] as const))(
  '%s refuses a parameter that it does not know',
  (_name, tool) => {
    expect(() => tool.prepare({ bogus: 1 })).toThrow(/bogus/);
  },
);
