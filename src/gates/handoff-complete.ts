import { HAND_OFF } from '../domain/document/fixed-documents.ts';
import { handOffCommands } from '../domain/review/hand-off.ts';
import { notFound } from './documents.ts';
import { fail, type Gate, pass } from './gate.ts';

export const handoffComplete: Gate<'artifact'> = {
  name: 'handoff-complete',
  artifact: HAND_OFF,
  fields: [],
  description: 'The developer left a hand-off with a section on commands that holds at least one.',
  needs: ['artifact'],
  judge: ({ artifact }) => {
    if (artifact.status === 'missing') return fail(notFound(artifact));
    // Whether it has frontmatter is all the same: only its text is read.
    if (artifact.text === null) return fail(`${artifact.path} is too large: a hand-off has 256 KiB at the most`);
    if (artifact.text.trim() === '') return fail(`${artifact.path} is empty`);
    const commands = handOffCommands(artifact.text);
    if (commands === null) return fail(`${artifact.path} has no section on commands: a heading such as "## Commands"`);
    if (commands.length === 0) return fail(`the section on commands of ${artifact.path} names none`);
    return pass(`${artifact.path} names ${commands.length} ${commands.length === 1 ? 'command' : 'commands'}`);
  },
};
