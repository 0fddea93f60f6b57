import { OrchestratorError } from '../domain/errors.ts';
import type { GateAnswer } from '../domain/verdict.ts';
import { GATES } from '../gates/registry.ts';

/** Judges a file alone, as the artifact of a task to which the gate applies. Rejects with `usage` for a gate that reads no file. */
export const evaluateGateFile = async (gate: string, file: string): Promise<GateAnswer> => {
  const found = GATES.get(gate);
  if (found === undefined)
    throw new OrchestratorError('usage', `There is no gate "${gate}".`, 'See `orchestrator gate list`.');
  throw new OrchestratorError(
    'usage',
    `The gate ${gate} reads no file, so ${file} cannot be judged by it.`,
    'Use `orchestrator gate check <TASK>`; `gate list` names the gates that read an artifact.',
  );
};
