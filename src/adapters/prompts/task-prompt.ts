import { OrchestratorError } from '../../domain/errors.ts';
import type { TaskPrompt } from '../../ports/prompts.ts';
import { listMaterials } from './list-materials.ts';
import { listSkills } from './list-skills.ts';
import { renderTemplate, type TemplateDocument } from './template.ts';

/** The three files that a worker's prompt is made of. */
interface TaskPromptFiles {
  readonly agent: TemplateDocument;
  readonly frame: TemplateDocument;
  readonly template: TemplateDocument;
}

/** No worker reads more than this with understanding, and no model service accepts it. */
const LIMIT_BYTES = 1024 * 1024;

/**
 * What a role agent is told: who it is, its stage and files, the task by its kind, what the lead adds and what earlier rounds found.
 * @throws OrchestratorError `prompt-invalid` when the task has no goal, the result is too long (CX-25) or holds a NUL
 */
export function renderTaskPrompt(prompt: TaskPrompt, files: TaskPromptFiles): string {
  const { task, role, stage, worktree, instructions, feedback, checks, artifacts } = prompt;
  if (task.prompt.trim() === '') throw refusal(prompt, 'states no goal: its prompt is empty', 'Say what the task is.');
  const place = {
    ...{ role, task_id: task.id, task_slug: task.slug, branch: task.branch, worktree },
    ...{ stage: stage ?? 'none', base_commit: prompt.baseCommit, event_log: prompt.eventLog },
    head_commit: prompt.headCommit ?? '',
  };
  const text = renderTemplate(
    files.frame,
    {
      ...place,
      title: task.title,
      role_prompt: renderTemplate(files.agent, place).trim(),
      stage_section: stage === null ? '' : section('Your stage', `You work in the stage \`${stage}\`.`),
      files_section: artifacts.length === 0 ? '' : section('Files you write', listArtifacts(artifacts)),
      task: renderTemplate(
        files.template,
        { ...place, prompt: task.prompt, checks: listChecks(checks) },
        TASK_PARTS,
      ).trim(),
      instructions: instructions.trim() === '' ? 'None besides the task itself.' : quote('instructions', instructions),
      feedback: listFeedback(feedback),
      brief_section: prompt.brief ? section('What counts in this run', prompt.brief) : '',
      materials_section: prompt.materials?.length ? section('Materials', listMaterials(prompt.materials)) : '',
      skills_section: prompt.skills?.length ? section('How this repository does it', listSkills(prompt.skills)) : '',
      commit_rule: COMMIT_RULES[prompt.commit ?? 'harness'](task.branch),
    },
    FRAME_PARTS,
  );
  if (text.includes('\0'))
    throw refusal(prompt, 'contains a NUL character', 'Take it out: no program can be given one.');
  const bytes = Buffer.byteLength(text);
  if (bytes > LIMIT_BYTES) {
    const next = 'Split the task into smaller ones, or put the material into a file of the repository and name it.';
    throw refusal(prompt, `is ${bytes} bytes long; ${LIMIT_BYTES} are the limit`, next);
  }
  return text;
}

const COMMIT_RULES = {
  harness: (branch: string) =>
    `What you leave in the worktree is committed for you on \`${branch}\`; you need no commit of your own.`,
  worker: (branch: string) =>
    `Commit all that you make on \`${branch}\` yourself: nobody does it for you, and what lies about uncommitted stops the task.`,
} as const;

const TASK_PARTS = ['prompt', 'checks'];
const FRAME_PARTS = [
  ...['role_prompt', 'stage_section', 'files_section', 'task', 'instructions', 'feedback'],
  ...['worktree', 'branch', 'brief_section', 'materials_section', 'skills_section', 'commit_rule'],
];

/** The marks show where somebody's words begin and end, whatever headings they contain. */
const quote = (name: string, words: string): string => `<${name}>\n${words}\n</${name}>`;

const section = (heading: string, text: string): string => `## ${heading}\n\n${text}\n\n`;

const listArtifacts = (artifacts: readonly string[]): string =>
  [
    ...artifacts.map((path) => `- \`${path}\``),
    '',
    'Write each of them to disk yourself: the gates read the file, and text in your last message is no artifact.',
  ].join('\n');

const listChecks = (checks: readonly string[]): string =>
  checks.length === 0
    ? 'The person has said that this repository has no checks. Show in your last message how you convinced yourself.'
    : checks.map((check) => `- \`${check}\``).join('\n');

const listFeedback = (feedback: readonly string[]): string =>
  feedback.length === 0
    ? 'None: this is the first round.'
    : feedback.map((words, index) => `### Round ${index + 1}\n\n${quote('findings', words)}`).join('\n\n');

const refusal = (prompt: TaskPrompt, problem: string, next: string): OrchestratorError =>
  new OrchestratorError(
    'prompt-invalid',
    `The prompt of task ${prompt.task.slug} for the ${prompt.role} ${problem}.`,
    next,
  );
