import type { WorkerAccess } from '../../../domain/worker/access.ts';
import type { WorkerCli, WorkerRequest } from '../../../ports/worker.ts';
import { findExecutable } from '../find-executable.ts';
import { judgeRun } from '../judge-run.ts';
import { probeCli } from '../probe-cli.ts';
import { fitsArgument, withStdinFrom } from '../prompt-delivery.ts';
import { runShortCommand } from '../short-command.ts';
import type { WorkerDependencies } from '../worker-dependencies.ts';
import { readClaudeEvent, readClaudeLog } from './claude-events.ts';

/** What each access may do without asking; a tool that would have to ask is denied, since nobody is there. */
const permissionsFor = ({ access, network }: WorkerRequest): readonly string[] => {
  const pages = network === 'allow' ? ',WebFetch,WebSearch' : '';
  switch (access) {
    case 'read-only':
      return ['--permission-mode', 'dontAsk', '--tools', 'Read,Glob,Grep'];
    case 'workspace-write':
      return ['--permission-mode', 'acceptEdits', '--allowedTools', `Bash,Edit,Write,Read,Glob,Grep${pages}`];
    case 'full':
      return ['--permission-mode', 'bypassPermissions'];
  }
};

/** Any of these is a login of its own, which `claude auth status` need not know. */
const LOGIN_VARIABLES = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
] as const;

/** Anthropic's Claude Code, called as `claude -p --output-format stream-json`. */
export function createClaudeCli(dependencies: WorkerDependencies): WorkerCli {
  const program = findExecutable('claude', dependencies.environment.PATH) ?? 'claude';
  return {
    kind: 'claude',
    invocation: (request) => ({ argv: argvFor(program, request), env: environmentFor(request.access) }),
    readEvent: readClaudeEvent,
    conclude: (end, log) => judgeRun(end, readClaudeLog(log)),
    probe: () =>
      probeCli(dependencies, {
        name: 'claude',
        program,
        install: 'npm install --global @anthropic-ai/claude-code',
        login: () => checkLogin(dependencies, program),
      }),
  };
}

const argvFor = (program: string, request: WorkerRequest): readonly string[] => {
  const argv = [
    program,
    '--print',
    '--output-format',
    'stream-json',
    '--verbose',
    ...permissionsFor(request),
    // The worktree's own settings could start hooks and widen permissions (INV-6).
    '--setting-sources',
    'user',
    ...(request.model ? ['--model', request.model] : []),
    ...(request.effort ? ['--effort', request.effort] : []),
    ...(request.fallbackModel ? ['--fallback-model', request.fallbackModel] : []),
  ];
  return fitsArgument(request.prompt) ? [...argv, '--', request.prompt] : withStdinFrom(request.promptFile, argv);
};

const environmentFor = (access: WorkerAccess): Readonly<Record<string, string>> => ({
  DISABLE_AUTOUPDATER: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  // As root Claude refuses full access without it; the person's recorded reason for full access stands behind it.
  ...(access === 'full' && process.getuid?.() === 0 ? { IS_SANDBOX: '1' } : {}),
});

const checkLogin = async (dependencies: WorkerDependencies, program: string) => {
  if (LOGIN_VARIABLES.some((name) => dependencies.environment[name])) return null;
  const status = await runShortCommand(dependencies, [program, 'auth', 'status']);
  return status.exitCode !== 0 && /not logged in|"loggedIn":\s*false/i.test(status.output)
    ? { problem: 'Claude Code is not logged in', fix: 'claude auth login' }
    : null;
};
