import type { Change, Store } from '../../ports/store.ts';
import { createBaselines } from './baselines.ts';
import { createBreakers } from './breakers.ts';
import { createCommandJobs } from './command-jobs.ts';
import { createCommands } from './commands.ts';
import type { Connection } from './connection.ts';
import { createCounters } from './counters.ts';
import { createJobs } from './jobs.ts';
import { createJournal } from './journal.ts';
import { createLeadItems } from './lead-items.ts';
import { createLeaseRows } from './leases.ts';
import { createMoves } from './moves.ts';
import { createOrchestrators } from './orchestrators.ts';
import { createPlanItems } from './plan-items.ts';
import { createPreflights } from './preflights.ts';
import { createBoard, createCursors } from './projections.ts';
import { createQuestions } from './questions.ts';
import { createRepositories } from './repositories.ts';
import { createRuns } from './runs.ts';
import { createTasks } from './tasks.ts';

/** The store on an open and migrated database. */
export const createStore = (connection: Connection): Store => {
  const tables = createTables(connection);
  return {
    runs: tables.runs.queries,
    planItems: tables.planItems.queries,
    tasks: tables.tasks.queries,
    jobs: tables.jobs.queries,
    commandJobs: tables.commandJobs.queries,
    questions: tables.questions.queries,
    journal: tables.journal.queries,
    commands: tables.commands.queries,
    leadItems: tables.leadItems.queries,
    moves: tables.moves.queries,
    baselines: tables.baselines.queries,
    repositories: tables.repositories.queries,
    orchestrators: createOrchestrators(connection),
    leases: createLeaseRows(connection),
    preflights: createPreflights(connection),
    breakers: createBreakers(connection),
    cursors: createCursors(connection),
    board: createBoard(connection),
    nextNumber: createCounters(connection),
    commit: (changes) => connection.write(() => applyAll(tables, changes)),
    commitLightly: (changes) => connection.writeLightly(() => applyAll(tables, changes)),
    close: connection.close,
  };
};

type Tables = ReturnType<typeof createTables>;

const createTables = (connection: Connection) => ({
  runs: createRuns(connection),
  planItems: createPlanItems(connection),
  tasks: createTasks(connection),
  jobs: createJobs(connection),
  commandJobs: createCommandJobs(connection),
  questions: createQuestions(connection),
  journal: createJournal(connection),
  commands: createCommands(connection),
  leadItems: createLeadItems(connection),
  moves: createMoves(connection),
  baselines: createBaselines(connection),
  repositories: createRepositories(connection),
});

const applyAll = (tables: Tables, changes: readonly Change[]): void => {
  for (const change of changes) apply(tables, change);
};

const apply = (tables: Tables, change: Change) => {
  switch (change.type) {
    case 'insert-run':
      return tables.runs.insert(change.run);
    case 'save-run':
      return tables.runs.save(change.run);
    case 'save-plan-items':
      return tables.planItems.save(change.items);
    case 'replace-plan-items':
      return tables.planItems.replace(change.run, change.items);
    case 'insert-task':
      return tables.tasks.insert(change.task);
    case 'save-task':
      return tables.tasks.save(change.task);
    case 'insert-job':
      return tables.jobs.insert(change.job);
    case 'save-job':
      return tables.jobs.save(change.job);
    case 'insert-command-job':
      return tables.commandJobs.insert(change.job);
    case 'save-command-job':
      return tables.commandJobs.save(change.job);
    case 'save-question':
      return tables.questions.save(change.question);
    case 'append-journal':
      return tables.journal.append(change.entry);
    case 'append-command':
      return tables.commands.append(change.command);
    case 'append-lead-items':
      return tables.leadItems.append(change.run, change.lead, change.items);
    case 'save-move':
      return tables.moves.save(change.move);
    case 'save-baseline':
      return tables.baselines.save(change.baseline);
    case 'insert-repository':
      return tables.repositories.insert(change.project);
    default:
      return change satisfies never;
  }
};
