import type { WorkerAccess } from '../../../domain/worker/access.ts';
import type { WorkerCli, WorkerRequest } from '../../../ports/worker.ts';
import { findExecutable } from '../find-executable.ts';
import { judgeRun } from '../judge-run.ts';
import { probeCli } from '../probe-cli.ts';
import { fitsArgument, withStdinFrom } from '../prompt-delivery.ts';
import { withoutFallback } from '../without-fallback.ts';
import type { WorkerDependencies } from '../worker-dependencies.ts';
import { readOpencodeEvent, readOpencodeLog } from './opencode-events.ts';

/** opencode's own permission rules, laid over the person's; what would have to ask is refused without a terminal. */
const PERMISSIONS: Readonly<Record<WorkerAccess, Readonly<Record<string, string>>>> = {
  'read-only': { edit: 'deny', bash: 'deny', webfetch: 'deny', external_directory: 'deny' },
  'workspace-write': { external_directory: 'deny' },
  full: { external_directory: 'allow' },
};

/** opencode, called as `opencode run --format json`. It has no sandbox of its own. */
export function createOpencodeCli(dependencies: WorkerDependencies): WorkerCli {
  const program = findExecutable('opencode', dependencies.environment.PATH) ?? 'opencode';
  return {
    kind: 'opencode',
    invocation: (request) => ({
      argv: argvFor(program, request),
      env: {
        OPENCODE_DISABLE_AUTOUPDATE: '1',
        // The worktree's own configuration could start plugins and widen permissions (INV-6).
        OPENCODE_DISABLE_PROJECT_CONFIG: '1',
        OPENCODE_PERMISSION: JSON.stringify(permissionsFor(request)),
      },
      ...withoutFallback(request),
    }),
    readEvent: readOpencodeEvent,
    conclude: (end, log) => judgeRun(end, readOpencodeLog(log)),
    probe: () =>
      probeCli(dependencies, {
        name: 'opencode',
        program,
        install: 'npm install --global opencode-ai',
        // Providers have their keys in many places, local ones need none: only a run can tell.
        login: async () => null,
      }),
  };
}

const permissionsFor = ({ access, network }: WorkerRequest): Readonly<Record<string, string>> => ({
  ...PERMISSIONS[access],
  ...(network === 'allow' ? { webfetch: 'allow' } : {}),
});

const argvFor = (program: string, request: WorkerRequest): readonly string[] => {
  const argv = [
    program,
    'run',
    '--format',
    'json',
    '--dir',
    request.worktree,
    ...(request.model ? ['--model', request.model] : []),
    ...(request.effort ? ['--variant', request.effort] : []),
  ];
  return fitsArgument(request.prompt) ? [...argv, '--', request.prompt] : withStdinFrom(request.promptFile, argv);
};
