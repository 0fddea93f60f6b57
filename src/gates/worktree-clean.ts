import { fail, type Gate, pass } from './gate.ts';

export const worktreeClean: Gate<'worktree'> = {
  name: 'worktree-clean',
  artifact: null,
  fields: [],
  description: 'All work is committed: what lies beside the commits would be lost by the merge.',
  needs: ['worktree'],
  judge: ({ worktree }) => {
    if (worktree.inProgress !== null) return fail(`a ${worktree.inProgress} is not finished in the worktree`);
    return worktree.uncommitted.length === 0
      ? pass('nothing uncommitted')
      : fail(`uncommitted: ${worktree.uncommitted.slice(0, 20).join(', ')}`, { paths: worktree.uncommitted });
  },
};
