import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { addRepoAdd } from './repo-add.ts';
import { addRepoCheck } from './repo-check.ts';
import { addRepoList } from './repo-list.ts';

/** The registry of projects. */
export const addRepo: AddCommand = (parent, context) => {
  const group = parent.command('repo').description('Register repositories, list them, or check that work can begin.');
  addRepoAdd(group, context);
  addRepoList(group, context);
  addRepoCheck(group, context);
  withExamples(group, 'orchestrator repo add shop /srv/shop', 'orchestrator repo check shop');
};
