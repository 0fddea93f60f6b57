import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SETTING_KEYS, settingOf } from '../../src/config/keys.ts';
import { SETTING_VARIABLES } from '../../src/config/known-names.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { RESERVED_VARIABLES } from '../../src/config/reserved-variables.ts';
import { baseDirectory, write } from './plan/places.ts';

const GUIDE = 'docs/guides/configuration.md';
const EXAMPLE = '.env.example';

const cell = (text: string): string => text.replaceAll('|', '\\|');

const standard = (value: unknown): string => {
  if (value === null || JSON.stringify(value) === '{}' || JSON.stringify(value) === '[]') return '';
  return value === false ? '`0`' : `\`${String(value)}\``;
};

const settingRows = (): readonly string[] =>
  SETTING_KEYS.map((key) => {
    const { env, flag, description, default: value, example } = settingOf(key);
    const option =
      flag === undefined ? [] : [`\`--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}\``];
    const sample = example === undefined ? '' : `. Example: \`${example}\``;
    return `| ${[`\`${env}\``, ...option].join(', ')} | \`${key}\` | ${standard(value)} | ${cell(description + sample)} |`;
  });

/** The guide with its generated parts as they should be. */
const expectedGuide = (text: string): string =>
  [
    [
      'settings',
      ['| variable, option | key in YAML | default | meaning |', '|---|---|---|---|', ...settingRows()].join('\n'),
    ],
    ['reserved', RESERVED_VARIABLES.map((name) => `\`${name}\``).join(', ')],
  ].reduce(
    (guide, [name, part]) =>
      guide.replace(
        new RegExp(`(<!-- ${name}: generated -->\n)[\\s\\S]*?(\n<!-- end -->)`),
        (_all, start: string, end: string) => `${start}\n${part}\n${end}`,
      ),
    text,
  );

it('the guide lists exactly the settings there are (`vitest -u` rewrites its tables)', async () => {
  await expect(expectedGuide(readFileSync(GUIDE, 'utf8'))).toMatchFileSnapshot(`../../${GUIDE}`);
});

it('the example file has a line for exactly the variables there are, all switched off', () => {
  const lines = readFileSync(EXAMPLE, 'utf8').split('\n');
  const names = lines.flatMap((line) => /^#([A-Z_<>]+)=/.exec(line)?.[1] ?? []);
  expect(names).toEqual(SETTING_VARIABLES.filter((name) => name !== 'ORCHESTRATOR_BASE_DIR'));
  expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
});

it('every line of the example file is valid when it is switched on', () => {
  const base = baseDirectory();
  const lines = readFileSync(EXAMPLE, 'utf8').split('\n');
  write(join(base, '.env'), lines.map((line) => line.replace(/^#(?=[A-Z_]+=)|^#.*/, '')).join('\n'));
  const { settings } = loadSettings({ cwd: base, flags: {}, productRoot: '/nowhere', env: {} });
  expect(settings.checks).toMatchObject({ checks: [['npm', 'test']], setup: [['npm', 'ci']] });
});

it('no variable is named twice', () => {
  const names = [...SETTING_VARIABLES, ...RESERVED_VARIABLES];
  expect(names).toEqual([...new Set(names)]);
});
