import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cleanPath } from '../../src/config/clean-path.ts';
import { temporaryDirectory, write } from './plan/places.ts';

const NPM = '/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin';
const OWN = '/opt/node/bin:/usr/local/bin:/usr/bin:/bin';
const around = { productRoot: '/opt/orchestrator', berryBinFolder: undefined };

describe('samples', () => {
  it.each([
    ['nothing in front', OWN],
    ['yarn run', `/tmp/xfs-e4c87d7e:${OWN}`],
    [
      'npm run',
      `/home/u/shop/node_modules/.bin:/home/u/node_modules/.bin:/home/node_modules/.bin:/node_modules/.bin:${NPM}:${OWN}`,
    ],
    [
      'npx',
      `/home/u/.npm/_npx/387698761821791d/node_modules/.bin:/home/node_modules/.bin:/node_modules/.bin:${NPM}:${OWN}`,
    ],
    [
      'npx yarn run',
      `/tmp/xfs-9a2fbf9f:/home/u/.npm/_npx/6e00/node_modules/.bin:/a/node_modules/.bin:/node_modules/.bin:${NPM}:${OWN}`,
    ],
    [
      'npm run in npm run',
      `/b/node_modules/.bin:/node_modules/.bin:${NPM}:/a/node_modules/.bin:/node_modules/.bin:${NPM}:${OWN}`,
    ],
    ["the launcher's own Node", `/opt/orchestrator/.node/node_modules/node/bin:${OWN}`],
    ["the product's own programs", `/opt/orchestrator/node_modules/.bin:${OWN}`],
    ['a folder of Yarn elsewhere', `/var/folders/T/berry:${OWN}`, '/var/folders/T/berry'],
    ['entries that mean the current directory', `.::node_modules/.bin:${OWN}`],
  ])('%s leaves what the person has, in order', (_what, path, berryBinFolder?: string) => {
    expect(cleanPath(path, { ...around, berryBinFolder })).toBe(OWN);
  });

  it('keeps a node_modules/.bin that the person put there, before or after what npm added', () => {
    const chosen = '/opt/agents/node_modules/.bin';
    expect(cleanPath(`${chosen}:${OWN}`, around)).toBe(`${chosen}:${OWN}`);
    expect(cleanPath(`/a/node_modules/.bin:/node_modules/.bin:${NPM}:${chosen}:${OWN}`, around)).toBe(
      `${chosen}:${OWN}`,
    );
    expect(cleanPath(`${chosen}:/a/node_modules/.bin:/node_modules/.bin:${NPM}:${OWN}`, around)).toBe(
      `${chosen}:${OWN}`,
    );
  });
});

describe('real package managers', () => {
  const print = 'node -e "console.log(JSON.stringify([process.env.PATH, process.env.BERRY_BIN_FOLDER]))"';

  const pathUnder = (command: string, args: readonly string[]): readonly [string, string] => {
    const project = temporaryDirectory();
    write(join(project, 'package.json'), JSON.stringify({ name: 'sample', scripts: { print } }));
    write(join(project, 'yarn.lock'), '');
    write(join(project, '.yarnrc.yml'), 'nodeLinker: node-modules\nenableTelemetry: false\n');
    mkdirSync(join(project, 'node_modules', '.bin'), { recursive: true });
    chmodSync(write(join(project, 'node_modules', '.bin', 'print-path'), `#!/bin/sh\nexec ${print}\n`), 0o755);
    const own = (process.env.PATH ?? '').split(':').filter((entry) => entry.startsWith('/'));
    const before = cleanPath(own.join(':'), {
      productRoot: process.cwd(),
      berryBinFolder: process.env.BERRY_BIN_FOLDER,
    });
    const env = { PATH: before, HOME: project, npm_config_offline: 'true', YARN_ENABLE_NETWORK: '0' };
    if (command === 'yarn') execFileSync('yarn', ['install'], { cwd: project, env, stdio: 'pipe' });
    const output = execFileSync(command, args, {
      cwd: project,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [path, berryBinFolder] = JSON.parse(output.trim().split('\n').at(-1) ?? '');
    expect(path, 'the harm: something stands in front').not.toBe(before);
    return [before, cleanPath(path, { ...around, berryBinFolder })];
  };

  it.each([
    ['yarn', ['run', 'print']],
    ['npm', ['run', '--silent', 'print']],
    ['npx', ['--no', 'print-path']],
  ])('%s: the PATH is the one from before (INV-12)', (command, args) => {
    const [before, cleaned] = pathUnder(command, args);
    expect(cleaned).toBe(before);
  });
});
