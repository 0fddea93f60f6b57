import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { addJobCancel } from './job-cancel.ts';
import { addJobCreate } from './job-create.ts';
import { addJobList } from './job-list.ts';
import { addJobLogs } from './job-logs.ts';
import { addJobShow } from './job-show.ts';

/** Commands that are repeated in a registered repository until they say that they are done. */
export const addJob: AddCommand = (parent, context) => {
  const group = parent
    .command('job')
    .description('Order commands for registered repositories, and look at what became of them.');
  addJobCreate(group, context);
  addJobList(group, context);
  addJobShow(group, context);
  addJobLogs(group, context);
  addJobCancel(group, context);
  withExamples(
    group,
    'orchestrator job create --repo shop --max-iters 3 -- ./fix-until-green.sh',
    'orchestrator job show J-4',
  );
};
