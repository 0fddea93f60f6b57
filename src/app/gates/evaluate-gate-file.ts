import { OrchestratorError } from '../../domain/errors.ts';
import type { Artifact } from '../../domain/evidence.ts';
import type { GateAnswer } from '../../domain/verdict.ts';
import type { Subject } from '../../gates/gate.ts';
import { askGate, GATES } from '../../gates/registry.ts';
import type { App } from '../app.ts';
import { unknownGate } from './check-gate.ts';
import { readArtifact } from './collect-work.ts';

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
  if (found.artifact === null) {
    throw new OrchestratorError(
      'usage',
      `The gate ${gate} reads no file, so ${file} cannot be judged by it.`,
      'Use `orchestrator gate check <TASK>`; `gate list` names the gates that read an artifact.',
    );
  }
  const staging = { applies: true, repository: '' };
  return askGate(gate, { artifact: await artifactIn(app, file), staging }, NO_TASK);
};

const artifactIn = async (
  { files, frontmatter }: Pick<App, 'files' | 'frontmatter'>,
  path: string,
): Promise<Artifact> => {
  try {
    const text = await files.read(path);
    return text === null ? { path, status: 'missing' } : readArtifact(frontmatter, path, text);
  } catch (error) {
    return { path, status: 'unreadable', problem: error instanceof Error ? error.message : String(error), text: '' };
  }
};

/** A gate that judges by an artifact knows nothing of the task. */
const NO_TASK: Subject = { id: '', title: '', prompt: '', kind: 'chore', activeJob: null, candidate: null };
