import type { WorkerAccess } from '../../../domain/worker/access.ts';
import { codexPrecautions } from '../../../domain/worker/codex-arguments.ts';
import type { WorkerCli, WorkerRequest } from '../../../ports/worker.ts';
import { judgeRun } from '../judge-run.ts';
import { probeCli } from '../probe-cli.ts';
import { fitsArgument, withStdinFrom } from '../prompt-delivery.ts';
import { withoutFallback } from '../without-fallback.ts';
import type { WorkerDependencies } from '../worker-dependencies.ts';
import { findCodexBinary } from './codex-binary.ts';
import { readCodexEvent, readCodexLog } from './codex-events.ts';
import { checkCodexLogin } from './codex-login.ts';

const SANDBOX: Readonly<Record<WorkerAccess, string>> = {
  'read-only': 'read-only',
  'workspace-write': 'workspace-write',
  full: 'danger-full-access',
};

/**
 * OpenAI's Codex, called as `codex exec --json` in its own sandbox. The git directory stays out of that sandbox, and the harness
 * makes the commits, unless the pipeline has the worker make them.
 */
export function createCodexCli(dependencies: WorkerDependencies): WorkerCli {
  const program = findCodexBinary(dependencies.environment.PATH);
  return {
    kind: 'codex',
    invocation: (request) => ({ argv: argvFor(program, request), env: {}, ...withoutFallback(request) }),
    readEvent: readCodexEvent,
    conclude: (end, log) => judgeRun(end, readCodexLog(log)),
    probe: () =>
      probeCli(dependencies, {
        name: 'codex',
        program,
        install: 'npm install --global @openai/codex',
        login: () => checkCodexLogin(dependencies, program),
      }),
  };
}

/** Of the git directory, which the sandbox keeps closed, only what a commit needs is opened by name. */
const writableRoots = ({ commitsInto }: WorkerRequest): readonly string[] =>
  commitsInto === undefined
    ? []
    : ['--config', `sandbox_workspace_write.writable_roots=${JSON.stringify(commitsInto)}`];

const argvFor = (program: string, request: WorkerRequest): readonly string[] => {
  const argv = [
    program,
    'exec',
    '--json',
    '--sandbox',
    SANDBOX[request.access],
    '--cd',
    request.worktree,
    ...codexPrecautions(request.worktree),
    ...(request.network === 'allow' ? ['--config', 'sandbox_workspace_write.network_access=true'] : []),
    ...(request.access === 'workspace-write' ? writableRoots(request) : []),
    ...(request.model ? ['--model', request.model] : []),
    ...(request.effort ? ['--config', `model_reasoning_effort=${JSON.stringify(request.effort)}`] : []),
  ];
  return fitsArgument(request.prompt)
    ? [...argv, '--', request.prompt]
    : withStdinFrom(request.promptFile, [...argv, '-']);
};
