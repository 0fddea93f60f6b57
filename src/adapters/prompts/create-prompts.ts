import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { OrchestratorError } from '../../domain/errors.ts';
import { TASK_KINDS, type TaskKind } from '../../domain/task.ts';
import { skillPath } from '../../domain/worker/skill.ts';
import type { Frontmatter } from '../../ports/frontmatter.ts';
import type { AgentRole, Prompts } from '../../ports/prompts.ts';
import { assertNarrower } from './agent-override.ts';
import { agentSchema, overrideSchema } from './agent-schema.ts';
import { invalidPrompt, type PromptDocument, parsePromptDocument } from './prompt-document.ts';
import { renderTaskPrompt } from './task-prompt.ts';
import { assertTaskSections } from './task-sections.ts';
import { renderTemplate } from './template.ts';

export interface PromptSources {
  /** Absolute path of the directory that holds `prompts/` and `.openclaw/`: this repository, or the installed package. */
  readonly root: string;
  readonly frontmatter: Frontmatter;
  /**
   * A target repository's own file at main's commit by its path, e.g. `.openclaw/agents/developer.md`; null when it has
   * none. It may change a role's text and narrow its access, nothing else (INV-6).
   */
  readonly targetFile?: (path: string) => Promise<string | null>;
}

const templateSchema = z.strictObject({ description: z.string().min(1), variables: z.array(z.string()) });
const taskSchema = templateSchema.extend({ kind: z.enum(TASK_KINDS) });

type AgentDocument = PromptDocument<
  z.infer<typeof agentSchema> & { readonly narrowedTo: readonly string[] | null; readonly variables: readonly string[] }
>;

/** The prompts in files. They are read anew each time: a run of hours shall not depend on when it started. */
export function createPrompts({ root, frontmatter, targetFile = async () => null }: PromptSources): Prompts {
  const load = async <Schema extends z.ZodObject>(
    path: string,
    schema: Schema,
  ): Promise<PromptDocument<z.infer<Schema>>> =>
    parsePromptDocument(frontmatter, path, await readPrompt(root, path), schema);

  const loadAgent = async (role: string): Promise<AgentDocument> => {
    await assertKnownRole(root, role);
    const path = join('.openclaw', 'agents', `${role}.md`);
    const own = await load(path, agentSchema);
    if (own.data.role !== role)
      throw invalidPrompt(
        path,
        own.placeOf('role'),
        `the role is "${own.data.role}", but the file is named ${role}.md`,
      );
    const text = await targetFile(path);
    if (text === null) return { ...own, data: { ...own.data, narrowedTo: null } };
    const target = parsePromptDocument(frontmatter, `main:${path}`, text, overrideSchema);
    const { description = own.data.description, skills = own.data.skills, variables } = target.data;
    return { ...target, data: { ...own.data, description, skills, variables, ...assertNarrower(target, own.data) } };
  };

  return {
    agent: async (role) => toAgentRole((await loadAgent(role)).data),
    skill: async (name) => ({ name, path: skillPath(name), text: await targetFile(skillPath(name)) }),
    renderTask: async (prompt) => {
      const [agent, frame, template] = await Promise.all([
        loadAgent(prompt.role),
        load(join('prompts', 'task.md'), templateSchema),
        load(join('prompts', 'tasks', `${knownKind(prompt.task.kind)}.md`), taskSchema),
      ]);
      assertTaskSections(template);
      return renderTaskPrompt(prompt, { agent, frame, template });
    },
    lead: async (variables) =>
      renderTemplate(await load(join('prompts', 'lead.md'), templateSchema), variables, Object.keys(variables)),
    handOver: async (variables) =>
      renderTemplate(await load(join('prompts', 'hand-over.md'), templateSchema), variables, Object.keys(variables)),
  };
}

const readPrompt = async (root: string, path: string): Promise<string> => {
  try {
    return await readFile(join(root, path), 'utf8');
  } catch (cause) {
    throw new OrchestratorError('prompt-invalid', `${path} cannot be read.`, 'Restore the file that was shipped.', {
      cause,
    });
  }
};

/** Also keeps a role such as `../x` from naming any other file. */
const assertKnownRole = async (root: string, role: string): Promise<void> => {
  const entries = await readdir(join(root, '.openclaw', 'agents'));
  const roles = entries.flatMap((entry) => (entry.endsWith('.md') ? [entry.slice(0, -'.md'.length)] : [])).sort();
  if (!roles.includes(role)) {
    throw new OrchestratorError('prompt-invalid', `There is no role "${role}".`, `Choose one of: ${roles.join(', ')}.`);
  }
};

/** The type says so already; a kind from a database or a model may still be another word. */
const knownKind = (kind: string): TaskKind => {
  const known = TASK_KINDS.find((candidate) => candidate === kind);
  if (known) return known;
  throw new OrchestratorError(
    'prompt-invalid',
    `There is no kind of task "${kind}".`,
    `Choose one of: ${TASK_KINDS.join(', ')}.`,
  );
};

const toAgentRole = (data: AgentDocument['data']): AgentRole => {
  const { role, description, access, writes, narrowedTo, worker, model, effort, network, skills } = data;
  const timeoutMs = data.timeout_seconds === null ? null : data.timeout_seconds * 1000;
  return { role, description, access, writes, narrowedTo, worker, model, effort, network, timeoutMs, skills };
};
