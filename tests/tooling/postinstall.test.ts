import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pretendOld } from './pretend-old.ts';

const bin = fileURLToPath(new URL('../../bin', import.meta.url));

/** An npm that notes how it was called and installs the Node that runs the tests. */
const npm = `#!/bin/sh
printf '%s global=%s\\n' "$*" "\${npm_config_global:-unset}" >>"$NPM_LOG"
[ -z "$NPM_FAILS" ] || { echo 'E404 of the registry' >&2; exit 7; }
mkdir -p "$3/node_modules/node/bin" && ln -s "$RUNNING_NODE" "$3/node_modules/node/bin/node"
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'postinstall-'));
  cpSync(bin, join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, 'fake'));
  writeFileSync(join(root, 'fake/npm'), npm, { mode: 0o755 });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function postinstall({ old, npmFails = false }: { old: boolean; npmFails?: boolean }) {
  return spawnSync(process.execPath, [...(old ? ['--import', pretendOld] : []), join(root, 'bin/postinstall.mjs')], {
    encoding: 'utf8',
    env: {
      PATH: [join(root, 'fake'), process.env.PATH].join(delimiter),
      NPM_LOG: join(root, 'npm.log'),
      NPM_FAILS: npmFails ? 'yes' : '',
      RUNNING_NODE: process.execPath,
      npm_config_global: 'true',
    },
  });
}

it('does nothing on a Node that is new enough', () => {
  expect(postinstall({ old: false })).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(existsSync(join(root, 'npm.log'))).toBe(false);
});

it('fetches Node 24 once on an older one, whatever the installation around it was told', () => {
  expect(postinstall({ old: true })).toMatchObject({ status: 0, stdout: '' });
  expect(postinstall({ old: true })).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(readFileSync(join(root, 'npm.log'), 'utf8')).toMatch(
    /^install --prefix \S+\/\.node --no-save --no-package-lock .*node@24 global=unset\n$/,
  );
});

it('fails with the cause and the next step when npm does', () => {
  const { status, stderr } = postinstall({ old: true, npmFails: true });
  expect(status).toBe(1);
  expect(stderr).toContain('E404 of the registry');
  expect(stderr).toContain('npm ended with 7');
  expect(stderr).toContain(`run "node ${join(root, 'bin/postinstall.mjs')}"`);
});
