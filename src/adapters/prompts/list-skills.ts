import type { Skill } from '../../domain/worker/skill.ts';

/** What a guide may take of a prompt, in characters; the largest in the wild has a third of it. */
const LONGEST = 64 * 1024;

/** The guides that a role follows, each with its path and its text between marks, and those that the repository does not have. */
export const listSkills = (skills: readonly Skill[]): string => [INTRODUCTION, ...skills.map(entryOf)].join('\n\n');

const INTRODUCTION =
  'This repository says how this kind of work is done in it. Follow these guides as they stand here, which is how main has them; where one contradicts your role, the task or the rules of the house, those count.';

const entryOf = ({ name, path, text }: Skill): string =>
  text === null
    ? `### ${name}\n\nThe repository has no \`${path}\`: go by your role alone.`
    : `### ${name}\n\nFrom \`${path}\`:\n\n<skill name="${name}">\n${bounded(text.trim(), path)}\n</skill>`;

const bounded = (text: string, path: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}\n[${text.length - LONGEST} characters more in ${path}]`;
