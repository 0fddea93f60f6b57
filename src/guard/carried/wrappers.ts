/** How a program that runs another one is written. */
export interface Wrapper {
  /** Options that take the next word as their value. */
  readonly values: ReadonlySet<string>;
  /** Options whose value is a script of its own. */
  readonly scripts: ReadonlySet<string>;
  /** Options that split their value into words, to which those that follow belong. */
  readonly splits: ReadonlySet<string>;
  /** The words after one of which the command begins; none: at once. */
  readonly after: ReadonlySet<string>;
  /** How many words of its own stand in front of the command. */
  readonly places: number;
  /** A shell reads all of its words, put together by this. */
  readonly joins: string | null;
}

/** Programs whose words hold another command; `git-<name>` is a sub-command of git. Null for every other program. */
export function wrapperOf(program: string): Wrapper | null {
  return WRAPPERS.get(program) ?? null;
}

/** As the table below has it: words with a space between. */
interface Row {
  readonly names: string;
  readonly values?: string;
  readonly scripts?: string;
  readonly splits?: string;
  readonly after?: string;
  readonly places?: number;
  readonly joins?: string;
}

const TABLE: readonly Row[] = [
  { names: 'builtin coproc nohup setsid unbuffer busybox toybox entr rtk corepack dbus-run-session' },
  { names: 'env', values: '-u --unset -C --chdir', splits: '-S --split-string' },
  { names: 'cross-env cross-env-shell dotenv', values: '-e -f' },
  { names: 'command exec', values: '-a' },
  { names: 'time', values: '-f --format -o --output' },
  { names: 'timeout gtimeout', values: '-s --signal -k --kill-after', places: 1 },
  { names: 'nice', values: '-n --adjustment' },
  { names: 'ionice', values: '-c --class -n --classdata' },
  { names: 'chrt', values: '-T -P -D', places: 1 },
  { names: 'taskset chroot', places: 1 },
  { names: 'stdbuf', values: '-i -o -e --input --output --error' },
  { names: 'caffeinate', values: '-t -w' },
  { names: 'script', values: '-I -O -B -m -E', scripts: '-c --command', places: 1 },
  { names: 'xargs', values: '-a -d -E -I -L -n -P -s --arg-file --delimiter --max-args --max-procs --max-lines' },
  { names: 'parallel', values: '-j -a -N -I --jobs --arg-file --joblog --delay --timeout', joins: ' ' },
  { names: 'watch', values: '-n --interval', joins: ' ' },
  { names: 'ssh', values: '-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w', places: 1, joins: ' ' },
  { names: 'concurrently', values: '-n -c --names', joins: ' ; ' },
  { names: 'nodemon', values: '-w -e -i --watch --ext --ignore', scripts: '-x --exec' },
  { names: 'flock', values: '-w -E --timeout --wait', scripts: '-c --command', places: 1 },
  { names: 'strace ltrace', values: '-a -b -E -e -F -I -l -n -O -o -P -p -S -s -U -u -X -x' },
  { names: 'unshare nsenter', values: '-R -S -G -t -w --root --wd --target --setuid --setgid' },
  { names: 'firejail xvfb-run systemd-run', values: '-s -n -e -f -p -u -E -M --server-args --property --unit' },
  { names: 'npx bunx', values: '-p --package', scripts: '-c --call' },
  { names: 'npm', after: 'exec x', values: '-p -w -C --package --workspace --prefix', scripts: '-c --call' },
  { names: 'pnpm yarn', after: 'exec dlx', values: '-p -C -F --package --filter --dir --cwd' },
  { names: 'uvx', values: '-p --python --from --with' },
  {
    names: 'uv poetry pipenv pdm hatch rye pixi',
    after: 'run',
    values: '-p -P -C -e -m --python --project --directory --with --extra --group',
  },
  {
    names: 'docker podman nerdctl',
    after: 'run exec',
    values:
      '-e -v -p -w -u -h -l -m --name --network --entrypoint --env --volume --workdir --user --env-file --mount --platform --label',
    places: 1,
  },
  { names: 'bundle', after: 'exec' },
  { names: 'direnv', after: 'exec', places: 1 },
  { names: 'mise asdf rtx', after: 'exec x --' },
  { names: 'nix-shell', values: '-p -I', scripts: '--run --command' },
  { names: 'git-submodule', after: 'foreach', joins: ' ' },
  { names: 'bwrap', after: '--' },
  { names: 'git-bisect', after: 'run' },
  { names: 'git-rebase', values: '-s -X --onto --strategy', scripts: '-x --exec', places: Infinity },
  { names: 'git-difftool', scripts: '-x --extcmd', places: Infinity },
  {
    names: 'git-fetch git-pull git-clone git-ls-remote',
    values: '-c -o -b',
    scripts: '--upload-pack --exec',
    places: Infinity,
  },
  {
    names: 'git-filter-branch',
    values: '-d',
    scripts:
      '--setup --env-filter --tree-filter --index-filter --parent-filter --msg-filter --commit-filter --tag-name-filter',
    places: Infinity,
  },
];

const setOf = (words = ''): ReadonlySet<string> => new Set(words.split(' ').filter((word) => word !== ''));

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map(
  TABLE.flatMap(({ names, values, scripts, splits, after, places = 0, joins = null }) =>
    names
      .split(' ')
      .map((name): [string, Wrapper] => [
        name,
        { values: setOf(values), scripts: setOf(scripts), splits: setOf(splits), after: setOf(after), places, joins },
      ]),
  ),
);
