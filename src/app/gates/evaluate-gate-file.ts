import { dirname } from 'node:path';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Artifact, Evidence } from '../../domain/evidence.ts';
import type { GateAnswer } from '../../domain/verdict/verdict.ts';
import type { Subject } from '../../gates/gate.ts';
import { askGate, GATES } from '../../gates/registry.ts';
import type { App } from '../app.ts';
import { unknownGate } from './check-gate.ts';
import { readArtifact, readPlan } from './documents-at.ts';

/**
 * Judges a file alone, as the artifact of a task to which the gate applies. A file that is missing or cannot be read fails.
 * @param file absolute, or relative to the current directory
 * @throws OrchestratorError `usage` for an unknown gate, and for one that reads no file
 */
export const evaluateGateFile = async (
  app: Pick<App, 'files' | 'frontmatter'>,
  gate: string,
  file: string,
): Promise<GateAnswer> => {
  const found = GATES.get(gate);
  if (found === undefined) throw unknownGate(gate);
  if (found.judgesFile !== undefined) return askGate(gate, await documentIn(app, file, found.judgesFile), NO_TASK);
  if (found.artifact === null) {
    throw new OrchestratorError(
      'usage',
      `The gate ${gate} reads no file, so ${file} cannot be judged by it.`,
      'Use `orchestrator gate check <TASK>`; `gate list` names the gates that read an artifact.',
    );
  }
  const staging = { applies: true, repository: '' };
  const artifact = await artifactIn(app, file);
  // A fix report alone answers for no review: its form is judged.
  const review = { review: null, fix: null };
  return askGate(gate, { artifact, decision: { file: artifact, isAwaited: false }, staging, review }, NO_TASK);
};

/** A file alone as the work item's document of that name. */
const documentIn = async (
  app: Pick<App, 'files' | 'frontmatter'>,
  path: string,
  name: string,
): Promise<Pick<Evidence, 'workItem' | 'testPlan'>> => {
  const testPlan = await artifactIn(app, path, readPlan);
  const files = testPlan.status === 'missing' ? {} : { [name]: testPlan.text ?? '' };
  return { testPlan, workItem: { directory: dirname(path), files } };
};

const artifactIn = async (
  { files, frontmatter }: Pick<App, 'files' | 'frontmatter'>,
  path: string,
  read = readArtifact,
): Promise<Artifact> => {
  try {
    const text = await files.read(path);
    return text === null ? { path, status: 'missing' } : read(frontmatter, path, text);
  } catch (error) {
    return { path, status: 'unreadable', problem: error instanceof Error ? error.message : String(error), text: '' };
  }
};

/** A gate that judges by an artifact knows nothing of the task. */
const NO_TASK: Subject = { id: '', title: '', prompt: '', kind: 'chore', activeJob: null, candidate: null };
