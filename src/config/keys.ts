import { z } from 'zod';
import { DIFFICULTIES } from '../domain/pipeline/difficulty.ts';
import type { Project } from '../domain/project/project.ts';
import { DELIVERY_MODES, type DispatchTask, WORKER_KINDS } from '../domain/settings.ts';
import type { VerificationPlan } from '../domain/verification/verification.ts';
import { dispatchTasksSchema } from './dispatch-tasks.ts';
import { projectListSchema } from './project-list.ts';
import {
  absolutePath,
  amount,
  argv,
  argvs,
  byRole,
  CHECK_VARIABLE,
  choice,
  count,
  flag,
  type Setting,
  seconds,
  text,
  textWithDefault,
  url,
  variableNames,
} from './setting.ts';
import { verificationSchema } from './verification-schema.ts';

const dispatchTasks: Setting<readonly DispatchTask[] | null> = {
  env: 'DISPATCH_TASKS',
  form: 'tasks',
  schema: dispatchTasksSchema,
  default: null,
  description: 'Tasks for the dispatcher: a JSON array of strings or objects, or one task a line',
  example: '["add a health endpoint",{"task":"fix the login","worker":"claude"}]',
};

const projects: Setting<readonly Project[]> = {
  env: 'ORCH_PROJECTS_JSON',
  form: 'projects',
  schema: projectListSchema,
  default: [],
  description: 'The registry of projects; unset: the repository on main alone, and what `repo add` registered',
  example: '[{"plane_project_id":"5f0c","repo":"shop","work_item_prefix":"SHOP","path":"/srv/shop"}]',
};

const verification: Setting<VerificationPlan | null> = {
  env: 'ORCHESTRATOR_VERIFICATION',
  form: 'json',
  get schema() {
    return verificationSchema();
  },
  default: null,
  description:
    "How the target is started and looked at in a browser; unset: as main's `.openclaw/verification.yaml` says",
  example: '{"server":{"command":["npm","start"]},"scenario":[{"open":"/"},{"expect":{"text":"Hello"}}]}',
};

const ci: Setting<'local' | 'both'> = {
  env: 'ORCHESTRATOR_CI',
  form: 'plain',
  get schema() {
    return z.enum(['local', 'both'], {
      error: ({ input }) =>
        input === 'provider'
          ? 'the harness runs the checks itself whatever a forge says; `both` asks its CI besides'
          : 'expected one of: local, both',
    });
  },
  default: 'local',
  description: "What has to be green: `local`: the harness's own checks; `both`: the forge's CI besides",
};

const databaseUrl: Setting<string | null> = {
  env: 'ORCHESTRATOR_DATABASE_URL',
  form: 'plain',
  schema: z
    .string()
    .refine((address) => !/^postgres(ql)?:/.test(address), { error: 'PostgreSQL is not built yet', abort: true })
    .regex(/^sqlite:(\/\/)?\/[^?#]+$/, 'expected sqlite: and an absolute path')
    .transform((address) => address.replace(/^sqlite:(\/\/)?/, '')),
  default: null,
  description: 'Where the state is stored; unset: a SQLite file in the home',
  example: 'sqlite:/var/lib/orchestrator/state.db',
};

/**
 * Every setting there is, by its path in `orchestrator.yaml`. Loader, `config print`, `config schema`, the guide and the suggestions
 * for misspelt keys all follow from this table.
 */
export const SETTINGS = {
  'model.apiKey': text('OPENAI_API_KEY', 'Key of the model service', { secret: true }),
  'model.baseUrl': url('OPENAI_BASE_URL', 'Address of any OpenAI-compatible service; unset: the OpenAI service'),
  'model.name': textWithDefault('ORCHESTRATOR_MODEL', 'gpt-5.5', "The tech lead's model"),
  'model.api': choice(
    'ORCHESTRATOR_MODEL_API',
    ['responses', 'chat_completions'],
    'responses',
    'Which interface of the model service is spoken',
  ),
  'model.timeout': seconds('ORCHESTRATOR_MODEL_TIMEOUT_SECONDS', 600, 'Deadline of one answer of the model'),

  baseDir: text(
    'ORCHESTRATOR_BASE_DIR',
    'Absolute path of the directory that holds `main/` and `task-<slug>/`; unset: from the current directory',
  ),
  home: text('ORCHESTRATOR_HOME', 'Absolute path of the state directory; unset: `.orchestrator` in the base directory'),
  'database.url': databaseUrl,

  'worker.kind': choice('ORCHESTRATOR_WORKER', WORKER_KINDS, 'codex', 'The coding CLI that does the work', {
    flag: 'worker',
  }),
  'worker.command': argv(
    'ORCHESTRATOR_WORKER_COMMAND',
    'For the worker `command`: an argv; `{prompt}`, `{prompt_file}`, `{role}` and `{worktree}` are filled in',
  ),
  'worker.model': text('ORCH_AGENT_MODEL_DEFAULT', "The workers' model; unset: what the CLI itself is set to"),
  'worker.models': byRole('ORCH_AGENT_MODEL_<ROLE>', 'plain', z.string().min(1), 'The model of one role'),
  'worker.modelsByDifficulty': {
    env: 'ORCHESTRATOR_MODELS_BY_DIFFICULTY',
    form: 'json',
    get schema() {
      return z.partialRecord(z.enum(DIFFICULTIES), z.string().min(1));
    },
    default: {},
    description: 'The model for tasks that look easy, normal or hard, where none is named for the role',
    example: '{"easy":"small-model","hard":"large-model"}',
  },
  'worker.effort': text(
    'ORCH_AGENT_EFFORT_DEFAULT',
    "The workers' effort: low, medium, high, xhigh or max; unset: medium for tester and deployer, high for the others",
  ),
  'worker.efforts': byRole('ORCH_AGENT_EFFORT_<ROLE>', 'plain', z.string().min(1), 'The effort of one role'),
  'worker.fallbackModel': text(
    'ORCH_AGENT_FALLBACK_MODEL',
    'What takes over where the model is overloaded; Claude Code alone can do that',
  ),
  'worker.timeouts': byRole(
    'ORCH_AGENT_TIMEOUT_OVERRIDES_JSON',
    'json',
    z.number().positive(),
    'Deadlines of roles that differ from the common one (seconds)',
    { example: '{"developer":7200}' },
  ),
  'worker.sandbox': choice(
    'ORCHESTRATOR_WORKER_SANDBOX',
    ['workspace-write', 'read-only', 'full'],
    'workspace-write',
    "What the worker CLI's own sandbox leaves to roles that may write; `full` needs a reason",
  ),
  'worker.sandboxReason': text('ORCHESTRATOR_WORKER_SANDBOX_REASON', 'Why workers need `full`; it is recorded'),
  'workers.codex.env': variableNames('ORCHESTRATOR_WORKERS_CODEX_ENV', 'Further variables that reach Codex, by name'),
  'workers.claude.env': variableNames('ORCHESTRATOR_WORKERS_CLAUDE_ENV', 'The same for Claude Code'),
  'workers.opencode.env': variableNames('ORCHESTRATOR_WORKERS_OPENCODE_ENV', 'The same for opencode'),
  'workers.command.env': variableNames('ORCHESTRATOR_WORKERS_COMMAND_ENV', 'The same for the worker `command`'),

  setup: argvs(
    'ORCHESTRATOR_SETUP',
    '[["npm","ci"]]',
    'Commands that prepare a worktree; unset: from the lock file; `[]`: none',
  ),
  'checks.commands': argvs(
    'ORCHESTRATOR_CHECKS',
    '[["npm","test"]]',
    'Checks that the harness runs in a worktree; unset: found from the repository on main; `[]`: there are none',
  ),
  'checks.baseline': choice(
    'ORCHESTRATOR_CHECKS_BASELINE',
    ['require-green', 'allow-red'],
    'require-green',
    'Whether a check may fail that fails in the same way on main',
  ),
  'checks.gitProtocols': choice(
    'ORCHESTRATOR_CHECKS_GIT_PROTOCOLS',
    ['none', 'file'],
    'none',
    '`file` for a target whose tests push to repositories of their own',
  ),
  'checks.env': variableNames(
    'ORCHESTRATOR_CHECKS_ENV',
    'Further variables that reach set-up and checks, by name, for example `NODE_EXTRA_CA_CERTS`',
    CHECK_VARIABLE,
  ),
  verification,
  browser: absolutePath(
    'ORCHESTRATOR_BROWSER',
    'Absolute path of the browser that verifies; unset: chromium, chromium-browser or google-chrome on `PATH`',
  ),
  review: choice(
    'ORCHESTRATOR_REVIEW',
    ['pipeline', 'required'],
    'pipeline',
    'Who reviews: what the pipeline says; `required` adds the reviewer where it says that nobody does',
  ),
  'gates.ci': ci,
  'gates.ciPollAttempts': count('ORCH_CI_POLL_MAX_ATTEMPTS', 12, 'How often CI is asked about one candidate'),
  'gates.ciPollInterval': seconds('ORCH_CI_POLL_INTERVAL_S', 10, 'How long it is left alone in between'),
  'approvals.analysis': choice(
    'ORCHESTRATOR_APPROVALS_ANALYSIS',
    ['required', 'auto'],
    'required',
    'Whether a person approves an analysis before anything is built on it',
  ),
  'guard.dependencyChanges': flag(
    'ORCHESTRATOR_ALLOW_DEPENDENCY_CHANGES',
    'Lets the tech lead add and upgrade dependencies',
  ),
  'guard.ask': choice(
    'ORCHESTRATOR_GUARD_ASK',
    ['deny', 'wait'],
    'deny',
    "What the guard's `ask` means without a terminal",
  ),

  'delivery.mode': choice(
    'ORCHESTRATOR_DELIVERY',
    DELIVERY_MODES,
    'local-merge',
    '`local-merge` moves main here; `patch-only` writes checked patch files and leaves main alone',
    { flag: 'delivery', later: ['pull-request'] },
  ),
  'delivery.mergeStrategy': choice(
    'ORCHESTRATOR_DELIVERY_MERGE_STRATEGY',
    ['no-ff', 'squash'],
    'no-ff',
    "How a task's branch becomes part of main",
  ),
  'base.policy': choice(
    'ORCHESTRATOR_BASE_POLICY',
    ['integration', 'remote'],
    'integration',
    'Where new work starts: `integration`: local main where it contains the base ref; `remote`: always the base ref',
  ),

  'limits.maxWorkers': count('ORCHESTRATOR_MAX_WORKERS', 2, 'How many workers run at once in one process'),
  'limits.budgetUsd': amount('ORCHESTRATOR_BUDGET_USD', z.number().positive(), 'What a run may cost, in US dollars'),
  'limits.budgetTokens': amount('ORCHESTRATOR_BUDGET_TOKENS', z.int().positive(), 'How many tokens a run may use'),
  'limits.toolCalls': count('ORCHESTRATOR_MAX_TOOL_CALLS', 600, 'Tool calls of the tech lead in a run'),
  'limits.turns': count('ORCHESTRATOR_MAX_TURNS', 400, 'Turns of the tech lead in a run'),
  'limits.workerTimeout': seconds('ORCHESTRATOR_WORKER_TIMEOUT_SECONDS', 3600, 'Deadline of a worker'),
  'limits.commandTimeout': seconds('ORCHESTRATOR_COMMAND_TIMEOUT_SECONDS', 600, "Deadline of the tech lead's command"),
  'limits.checkTimeout': seconds('ORCHESTRATOR_CHECK_TIMEOUT_SECONDS', 600, 'Deadline of one check'),
  'limits.setupTimeout': seconds('ORCHESTRATOR_SETUP_TIMEOUT_SECONDS', 900, 'Deadline of one set-up command'),
  'limits.killGrace': seconds(
    'ORCH_AGENT_KILL_GRACE_SECONDS',
    20,
    'From the polite end of a process to the forced one',
  ),
  'limits.silence': seconds(
    'ORCHESTRATOR_SILENCE_SECONDS',
    600,
    'A worker that neither prints nor changes its worktree for so long is ended',
  ),
  'limits.toolOutputChars': count(
    'ORCHESTRATOR_TOOL_OUTPUT_CHARS',
    20_000,
    "Characters of a command's stdout, and of its stderr, that the tech lead sees",
  ),
  'queue.pollInterval': seconds('ORCH_QUEUE_POLL_INTERVAL', 2, 'How often a worker looks whether anything is due'),
  'queue.maxConcurrency': amount(
    'ORCH_MAX_CONCURRENCY',
    z.int().positive(),
    'How many agents run at once in the whole home, however many processes are at work',
  ),
  'jobs.executorMayEditTests': {
    ...flag(
      'ORCHESTRATOR_EXECUTOR_MAY_EDIT_TESTS',
      'Whether the commands of jobs may change tests; `--protect-tests` forbids it to one',
    ),
    default: true,
  },
  'limits.diffLines': count(
    'ORCHESTRATOR_DIFF_LINES',
    1_500,
    'Changed lines of one task above which a person is asked whether it should be split',
  ),
  'limits.processOutputBytes': count(
    'ORCHESTRATOR_PROCESS_OUTPUT_BYTES',
    67_108_864,
    'Bytes of output after which a process is ended',
  ),
  'logs.keepDays': count('ORCH_LOG_KEEP_DAYS', 30, 'Days after which a log is removed, at the start of a run'),
  'logs.keepMax': count('ORCH_LOG_KEEP_MAX', 500, 'How many logs are kept, the newest ones'),
  'handover.turns': count('ORCHESTRATOR_HANDOVER_TURNS', 200, 'Turns after which a fresh tech lead takes over'),
  'handover.contextTokens': count(
    'ORCHESTRATOR_HANDOVER_CONTEXT_TOKENS',
    150_000,
    'Input tokens of a turn after which a fresh tech lead takes over',
  ),

  dryRun: flag('ORCHESTRATOR_DRY_RUN', 'Rehearsal: nothing is changed', { flag: 'dryRun' }),
  trace: flag('ORCHESTRATOR_TRACE', 'A line on stderr for every tool call', { flag: 'trace' }),
  logLevel: choice(
    'ORCHESTRATOR_LOG_LEVEL',
    ['silent', 'error', 'warn', 'info', 'debug'],
    'info',
    'How much the log on stderr says',
  ),
  language: choice('ORCHESTRATOR_LANG', ['en', 'ru'], 'en', 'Language of the texts for people'),
  approver: text('ORCHESTRATOR_APPROVER', "The person's name in approvals; unset: the system's user"),
  'tracker.kind': choice(
    'ORCHESTRATOR_TRACKER',
    ['none', 'file'],
    'none',
    'The board where people see and steer tasks; `file`: a folder of Markdown files',
  ),
  'tracker.dir': absolutePath(
    'ORCHESTRATOR_TRACKER_DIR',
    'Absolute path of the folder of the tracker `file`; unset: `tracker` in the home',
  ),
  'notify.kind': choice(
    'ORCHESTRATOR_NOTIFY',
    ['none', 'file'],
    'none',
    'How a person is called when one is needed; `file`: a JSON file a message',
  ),
  'notify.dir': absolutePath(
    'ORCHESTRATOR_NOTIFY_DIR',
    'Absolute path of the folder of the notifier `file`; unset: `notifications` in the home',
  ),
  'forge.kind': choice(
    'ORCHESTRATOR_FORGE',
    ['none', 'file'],
    'none',
    'Where CI and people look at branches; `file`: a folder of JSON files',
  ),
  'forge.dir': absolutePath(
    'ORCHESTRATOR_FORGE_DIR',
    'Absolute path of the folder of the forge `file`; unset: `forge` in the home',
  ),
  'dispatch.tasks': dispatchTasks,
  projects,
  reposDir: absolutePath(
    'ORCH_REPOS_DIR',
    'Absolute path of the directory that holds the checkouts of projects without a path of their own',
  ),
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof SETTINGS;

/** A value for every key, as its schema or its default gives it. */
export type SettingValues = {
  readonly [Key in SettingKey]: (typeof SETTINGS)[Key] extends Setting<infer Value> ? Value : never;
};

export const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[];

export const settingOf = (key: SettingKey): Setting => SETTINGS[key];
