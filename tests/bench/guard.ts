import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scriptedModel } from '../../src/adapters/model/scripted-model.ts';
import type { App } from '../../src/app/app.ts';
import { guardFacts } from '../../src/app/lead/guard-facts.ts';
import { judgeCommand } from '../../src/app/lead/judge-command.ts';
import { listWorktrees } from '../../src/app/worktrees/list-worktrees.ts';
import { judge } from '../../src/guard/judge.ts';
import { parseCommand } from '../../src/guard/parse-command.ts';
import { pathArguments } from '../../src/guard/path-arguments.ts';
import { createBenchScene, openBenchApp, ROOT } from './bench-scene.ts';
import { type Benchmark, perSecond, rate } from './measure.ts';
import { taskScript } from './task-script.ts';

/** Every command of the guard's corpus, harmless and hostile. */
const corpus = (): readonly string[] =>
  globSync('tests/guard/corpus/*.jsonl', { cwd: ROOT })
    .toSorted()
    .flatMap((file) => readFileSync(join(ROOT, file), 'utf8').trim().split('\n'))
    .map((line) => (JSON.parse(line) as { readonly command: string }).command);

/** Decisions of the guard over the whole corpus, with ever more of what stands around a decision. */
export const guard: Benchmark = {
  name: 'guard',
  measure: async () => {
    const scene = createBenchScene();
    const { app, close } = await openBenchApp(scene, scriptedModel(taskScript(0)));
    try {
      const commands = corpus();
      const at = (index: number): string => commands[index % commands.length] ?? '';
      const worktrees = await listWorktrees(app);
      const [main] = worktrees;
      if (main === undefined) throw new Error('there is no main');
      const known = await guardFacts(app, main, worktrees, []);
      const decide = (facts: typeof known, text: string): void => {
        const parsed = parseCommand(text);
        if (parsed.ok) judge(parsed.argv, app.policy, facts);
      };
      const decideWithPaths = async (own: App, text: string): Promise<void> => {
        const parsed = parseCommand(text);
        if (!parsed.ok) return;
        judge(parsed.argv, own.policy, await guardFacts(own, main, worktrees, pathArguments(parsed.argv, own.policy)));
      };
      const alone = await rate(commands.length * 5, 9, (index) => decide(known, at(index)));
      const withPaths = await rate(commands.length, 9, (index) => decideWithPaths(app, at(index)));
      const whole = await rate(50, 5, (index) => judgeCommand(app, 'main', at(index * 13)));
      return [
        { what: 'decisions, facts at hand', value: perSecond(alone), note: `${commands.length} commands` },
        { what: 'with the facts about paths and scripts', value: perSecond(withPaths) },
        { what: 'as the lead asks, worktrees listed by git', value: perSecond(whole) },
      ];
    } finally {
      await close();
      scene.remove();
    }
  },
};
