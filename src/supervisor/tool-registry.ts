import type { FunctionTool } from '@openai/agents';
import { z } from 'zod';
import { askHuman } from '../../tools/ask-human.ts';
import { createWorktree } from '../../tools/create-worktree.ts';
import { enqueueRoleAgent } from '../../tools/enqueue-role-agent.ts';
import { listWorktrees } from '../../tools/list-worktrees.ts';
import { mergeLocally } from '../../tools/merge-locally.ts';
import { readVerdict } from '../../tools/read-verdict.ts';
import { recordPlan } from '../../tools/record-plan.ts';
import { removeWorktree } from '../../tools/remove-worktree.ts';
import { reportProgress } from '../../tools/report-progress.ts';
import { requestTransition } from '../../tools/request-transition.ts';
import { runRepoCommand } from '../../tools/run-repo-command.ts';
import { waitForJobs } from '../../tools/wait-for-jobs.ts';
import type { LeadTool } from '../app/lead/lead-tool.ts';
import type { FunctionCall } from './conversation.ts';

/** All that the lead can do (CX-03, CX-04). None of it reads or writes a file of the target by itself. */
export const LEAD_TOOLS: readonly LeadTool[] = [
  askHuman,
  createWorktree,
  enqueueRoleAgent,
  listWorktrees,
  mergeLocally,
  readVerdict,
  recordPlan,
  removeWorktree,
  reportProgress,
  requestTransition,
  runRepoCommand,
  waitForJobs,
];

/** Null for a name that models make up. */
export const findTool = (name: string): LeadTool | null => LEAD_TOOLS.find((tool) => tool.name === name) ?? null;

/** What the model is told a tool takes. Optional parameters stay optional, which the strict mode of some services forbids. */
export const schemaOf = (tool: LeadTool): FunctionTool['parameters'] => {
  const { $schema: _, ...schema } = z.toJSONSchema(tool.parameters, { target: 'draft-7', io: 'input' });
  return schema as FunctionTool['parameters'];
};

/**
 * The tools as the SDK knows them. It hands over the arguments as they came and gets a text back in every case: what is wrong
 * with a call is data for the model.
 */
export const sdkTools = (perform: (tool: LeadTool, call: FunctionCall) => Promise<string>): FunctionTool[] =>
  LEAD_TOOLS.map((tool) => ({
    type: 'function',
    name: tool.name,
    description: tool.description,
    parameters: schemaOf(tool),
    strict: false,
    needsApproval: async () => false,
    isEnabled: async () => true,
    invoke: async (_context, _input, details) => {
      if (details?.toolCall === undefined) throw new Error(`${tool.name} was invoked without its call`);
      return perform(tool, details.toolCall);
    },
  }));
