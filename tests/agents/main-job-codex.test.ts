import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Answer, call, command, develop, merge, plan, startCli } from '../e2e/cli-scene.ts';
import { type ScriptedRequest, type ScriptedTurn, startScriptedServer } from '../helpers/scripted-responses-server.ts';
import { findInstalled, isRequired } from './agent-scene.ts';
import { configureCodex } from './configure-codex.ts';

/** A package that nobody here wrote, with dependencies and tests of its own. It quotes no redirections (CVE-2016-10541). */
const PACKAGE = 'shell-quote@1.4.3';

const LEAD_MODEL = 'lead';

const REPAIR = readFileSync(join(import.meta.dirname, 'escape-redirections.patch'), 'utf8');

const EXPLAIN = `*** Begin Patch
*** Update File: readme.markdown
@@
 Parse and quote shell commands.
+Redirections are quoted too.
*** End Patch
`;

const PROMPT = `Goal: quote() escapes < and >, so that no argument becomes a redirection.
Constraints: change index.js; no new dependency.
Checks: npm test.
Done when a test of its own shows it.`;

const lead: readonly ScriptedTurn[] = [
  {
    calls: [
      plan(
        { slug: 'quote', title: 'Quote redirections', prompt: PROMPT },
        { slug: 'explain', title: 'Say so', prompt: 'Say in the readme that redirections are quoted.' },
      ),
      develop('quote', 'Look at the last branch of quote().'),
      call('create_worktree', { slug: 'explain' }),
      call('wait_for_jobs'),
    ],
  },
  { calls: [command('task-explain', 'codex exec --full-auto "Say in the readme that redirections are quoted"')] },
  {
    calls: [
      command('task-explain', 'git add readme.markdown'),
      command('task-explain', 'git commit -m "docs: name redirections"'),
    ],
  },
  { calls: [merge('quote'), command('main', 'git merge --no-ff task/explain')] },
  { text: 'Redirections are quoted, and the readme says so.' },
];

const codex = ({ turn, prompts }: ScriptedRequest): ScriptedTurn => {
  if (turn === 0) {
    const repairs = prompts.some((text) => text.includes(PROMPT));
    return { calls: [{ name: 'apply_patch', input: repairs ? REPAIR : EXPLAIN }] };
  }
  return turn === 1
    ? { calls: [{ name: 'exec_command', input: { cmd: 'npm test', login: false } }] }
    : { text: 'Done; the tests pass.' };
};

/** Set-up gets no variable of the caller beyond the list: a registry behind a private authority is told of it in the command. */
const privateAuthority = (): Readonly<Record<string, string>> => {
  const file = process.env.NODE_EXTRA_CA_CERTS;
  return file ? { ORCHESTRATOR_SETUP: JSON.stringify([['npm', 'ci', '--cafile', file]]) } : {};
};

const installed = findInstalled('codex');

test.skipIf(installed === null && !isRequired('codex'))(
  `${PACKAGE} goes through the main job with the real Codex${installed === null ? ' (not installed: node tests/agents/install-cli.mjs codex)' : ''}`,
  async () => {
    const server = await startScriptedServer((request) =>
      request.body.model === LEAD_MODEL ? (lead[request.turn] ?? { status: 400 }) : codex(request),
    );
    onTestFinished(() => server.close());
    const base = realpathSync(mkdtempSync(join(tmpdir(), 'main-job-codex-')));
    onTestFinished(() => rmSync(base, { recursive: true, force: true }));
    const main = join(base, 'main');
    const git = fetchPackage(main);
    const start = git('rev-parse', 'HEAD');

    const ended = await startCli(['Quote redirections, and say so in the readme', '--json'], {
      cwd: base,
      variables: {
        // The registry that the person has set up is named in their home.
        HOME: homedir(),
        PATH: [installed ?? '', process.env.PATH].join(delimiter),
        OPENAI_API_KEY: 'test',
        OPENAI_BASE_URL: server.url,
        ORCHESTRATOR_MODEL: LEAD_MODEL,
        ORCHESTRATOR_BASE_DIR: base,
        ORCHESTRATOR_WORKER: 'codex',
        ORCHESTRATOR_WORKERS_CODEX_ENV: 'LOCAL_KEY',
        ...privateAuthority(),
        ...(await configureCodex(base, server.url)),
      },
    }).ended;

    expect(ended.code, ended.stderr).toBe(0);
    const report = ended.json();
    expect(report).toMatchObject({
      status: 'done',
      tasks: [
        { slug: 'quote', status: 'merged', attempts: 1, jobs: [{ status: 'succeeded', exitCode: 0 }] },
        { slug: 'explain', status: 'merged', jobs: [] },
      ],
      files: ['index.js', 'readme.markdown', 'test/redirections.js'],
    });
    expect((report.tests as unknown as Answer[]).map(({ command: check, exitCode }) => [check, exitCode])).toEqual(
      (report.tests as unknown as Answer[]).map(() => ['npm test', 0]),
    );
    expect(
      git('log', '--first-parent', '--format=%P', `${start}..HEAD`)
        .split('\n')
        .map((line) => line.split(' ').length),
    ).toEqual([2, 2]);
    expect(git('status', '--porcelain')).toBe('');
    expect(git('ls-files')).not.toContain('node_modules');
    expect(server.unexpected).toEqual([]);
    // Seen from outside once more: the tests that were green are there and pass.
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: main, stdio: 'pipe' });
    expect(execFileSync('npm', ['test'], { cwd: main, encoding: 'utf8', stdio: 'pipe' })).toMatch(
      /# redirections are quoted\nok/,
    );
  },
);

/** A repository of the package, with the lock file that its authors did not publish. */
const fetchPackage = (main: string) => {
  mkdirSync(main);
  const run = (program: string, ...argv: string[]): string =>
    execFileSync(program, argv, { cwd: main, encoding: 'utf8', stdio: 'pipe' }).trimEnd();
  const tarball = run('npm', 'pack', '--silent', PACKAGE);
  run('tar', '-xzf', tarball, '--strip-components=1');
  rmSync(join(main, tarball));
  run('npm', 'install', '--package-lock-only', '--no-audit', '--no-fund');
  writeFileSync(join(main, '.gitignore'), 'node_modules\n');
  run('git', 'init', '--quiet', '--initial-branch=main');
  appendFileSync(join(main, '.git/config'), '[user]\n\tname = Pat Person\n\temail = pat@example.org\n');
  run('git', 'add', '--all');
  run('git', 'commit', '--quiet', '--message', PACKAGE);
  return (...argv: string[]) => run('git', ...argv);
};
