import { visibleText } from '../domain/text/visible-text.ts';
import { fail, type Gate, pass } from './gate.ts';

export const commitMessages: Gate<'commits'> = {
  name: 'commit-messages',
  artifact: null,
  fields: [],
  description: 'The branch has commits of its own, and each of them has a message.',
  needs: ['commits'],
  judge: ({ commits }) => {
    if (commits.length === 0) return fail('the branch holds no commit of its own');
    const silent = commits.filter(({ message }) => visibleText(message) === '').map(({ id }) => id);
    const oldest = silent.at(-1);
    if (oldest === undefined)
      return pass(`${commits.length} ${commits.length === 1 ? 'commit' : 'commits'} with a message`);
    const reason = `without a message: ${silent.join(', ')}; \`git commit --amend\` or \`git rebase\` gives them one`;
    return fail(reason, { findings: howToMend(oldest) });
  },
};

const howToMend = (oldest: string): string =>
  [
    'Say in the message of each of these commits what it does.',
    'The newest commit of the branch: `git commit --amend -m "<message>"`.',
    `An older one: \`git rebase --interactive ${oldest}^\` with \`reword\`, or without an editor \`git reset --soft ${oldest}^\` and the commits anew.`,
  ].join('\n');
