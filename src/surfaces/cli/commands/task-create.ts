import { Option } from 'commander';
import { TASK_KINDS } from '../../../domain/task.ts';
import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { notEmpty } from '../not-empty.ts';
import { printJson } from '../print-json.ts';
import { type PromptOptions, promptOf, promptOptions } from '../prompt-option.ts';
import { versionNumber } from '../version-number.ts';
import { withOpened } from '../with-opened.ts';

interface Options extends PromptOptions {
  readonly title: string;
  readonly slug?: string;
  readonly kind: (typeof TASK_KINDS)[number];
  readonly pipeline?: string;
  readonly dependsOn: readonly string[];
  readonly repo?: string;
  readonly base?: string;
  readonly material: readonly string[];
  readonly versions: number;
}

/** Queues one work item; `orchestrator worker` takes it up. */
export const addTaskCreate: AddCommand = (parent, { deps, out, err }) => {
  const command = parent
    .command('create')
    .description('Queue a work item at once and print its id; `orchestrator worker` takes it up.')
    .requiredOption('--title <text>', 'what is to be done, on one line', notEmpty)
    .option('--slug <name>', 'name of its branch and worktree; default: from the title')
    .addOption(new Option('--kind <kind>', 'what kind of work it is').choices(TASK_KINDS).default('feature'))
    .option('--pipeline <name>', 'the stages and gates that it goes through; default: subtask')
    .option('--depends-on <task>', 'a task that is merged first; may be given several times', collect, [])
    .option('--repo <id>', 'a registered repository; default: the main of the base directory')
    .option('--base <ref>', 'the ref or commit that its branch starts from')
    .option(
      '--material <source>',
      'an address or a file that is put into its worktree first; may be given several times',
      collect,
      [],
    )
    .option('--versions <n>', 'make it in so many versions side by side, and choose one', versionNumber, 1)
    .addOption(directoryOption())
    .addOption(jsonOption('print the task as one JSON object'))
    .action(async (options: Options) => {
      const flags = flagsOf(command);
      const {
        title,
        kind,
        dependsOn,
        versions,
        material: materials,
        slug = null,
        pipeline = null,
        repo = null,
        base = null,
      } = options;
      const prompt = await promptOf(options, deps);
      const order = { title, prompt, kind, dependsOn, versions, materials, slug, pipeline, repo, base };
      const task = await withOpened(deps.openDeciding(flags), (app) => app.createTask(order));
      if (flags.json === true) return printJson(out, task);
      out.line(task.id);
      err.line(`${task.id} waits for \`orchestrator worker\` (pipeline ${task.pipeline}, branch ${task.branch})`);
      return undefined;
    });
  for (const option of promptOptions()) command.addOption(option);
  withExamples(
    command,
    'orchestrator task create --title "Retry failed uploads" --prompt "Retry an upload three times with a growing pause."',
    'orchestrator task create --title "Read the new feed" --prompt-file feed.md --material https://example.com/feed.xsd',
    'orchestrator task create --title "A new logo" --prompt-file logo.md --versions 3',
    'orchestrator task create --pipeline delivery --title "Export as CSV" --prompt "People want their list as a file."',
  );
};

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
