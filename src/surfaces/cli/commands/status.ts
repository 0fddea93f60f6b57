import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { withOpened } from '../with-opened.ts';

/** Says what runs and what waits; reads the state and nothing else. */
export const addStatus: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('status')
    .description('Say what runs, and what waits for you with the command that answers it.')
    .addOption(directoryOption())
    .addOption(jsonOption())
    .action(async () => {
      const flags = flagsOf(command);
      const { view, language } = await withOpened(deps.openLooking(flags), async (app) => ({
        view: await app.status(),
        language: app.language,
      }));
      if (flags.json === true) return (await import('../print-json.ts')).printJson(out, view);
      const { renderStatus } = await import('../report/render-status.ts');
      const words = (await import('../text/catalogue/catalogue-of.ts')).catalogueOf(language);
      for (const line of renderStatus(view, deps.io.clock.now(), words, out.paint)) out.line(line);
      return undefined;
    });
  withExamples(command, 'orchestrator status', 'orchestrator status --json | jq .waiting');
};
