import { describe, expect, it } from 'vitest';
import { COMMANDS, FUTURE_COMMANDS } from '../../../src/surfaces/cli/command-table.ts';
import { createScene } from './scene.ts';

/** Commands within commands. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  task: [
    ...['create', 'list', 'show', 'answer', 'approve', 'reject', 'retry', 'cancel'],
    ...['versions', 'select', 'fork'],
  ],
  job: ['create', 'list', 'show', 'logs', 'cancel'],
  guard: ['check'],
  gate: ['list', 'check', 'eval'],
  worktree: ['list', 'prune'],
  repo: ['add', 'list', 'check'],
  config: ['print', 'schema'],
};

const ALL = COMMANDS.flatMap(({ name }) => [[name], ...(GROUPS[name] ?? []).map((child) => [name, child])]);

const helpOf = async (words: readonly string[]): Promise<string> => {
  const scene = createScene();
  expect(await scene.run(...words, '--help')).toBe(0);
  expect(scene.stderr.text).toBe('');
  return scene.stdout.text;
};

describe('help', () => {
  it('is the contract of the main job and of every command', async () => {
    expect(await helpOf([])).toMatchSnapshot('orchestrator');
    for (const words of ALL) expect(await helpOf(words)).toMatchSnapshot(words.join(' '));
  });

  it('ends with an example, everywhere', async () => {
    for (const words of [[], ...ALL]) expect(await helpOf(words)).toMatch(/Examples:\n {2}\$ /);
  });

  it('names nothing that is not built', async () => {
    const overview = await helpOf([]);
    for (const name of FUTURE_COMMANDS) expect(overview).not.toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
    expect(overview).not.toContain('pull-request');
    expect(overview).not.toContain('--project');
  });

  it('names every command that a group has', async () => {
    for (const [group, children] of Object.entries(GROUPS)) {
      const listed = [...(await helpOf([group])).matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
      expect(listed).toEqual([...children, 'help']);
    }
  });

  it.each([
    [['help', 'nope'], 'there is no command `orchestrator nope`'],
    [['job', 'help', 'nope'], 'there is no command `orchestrator job nope`'],
  ])('%j says that there is no such command', async (words, said) => {
    const scene = createScene();
    expect(await scene.run(...words)).toBe(2);
    expect(scene.stderr.text).toContain(said);
    expect(scene.stdout.text).toBe('');
  });

  it.each([[['help', 'job']], [['job', 'help', 'list']], [['help']]])('%j is help', async (words) => {
    const scene = createScene();
    expect(await scene.run(...words)).toBe(0);
    expect(scene.stdout.text).toContain('Usage: orchestrator');
  });

  it('comes also as `help <command>`', async () => {
    const scene = createScene();
    expect(await scene.run('help', 'status')).toBe(0);
    expect(scene.stdout.text).toBe(await helpOf(['status']));
  });

  it('opens no application, and neither does --version', async () => {
    const scene = createScene();
    await scene.run('--help');
    expect(await scene.run('--version')).toBe(0);
    expect(scene.stdout.text).toMatch(/1\.2\.3\n$/);
    expect(scene.opened).toEqual([]);
  });
});
