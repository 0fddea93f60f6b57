import { expect, it } from 'vitest';
import { COMMANDS } from '../../src/surfaces/cli/command-table.ts';
import { fenced, quoted, readDocument, tableRows } from './markdown.ts';

const readme = readDocument('README.md');

it('begins with a quick start whose first two shell blocks set up and run the tests', () => {
  const start = readme.indexOf('\n## Quick start\n');
  expect(start).toBeGreaterThan(0);
  expect(fenced(readme.slice(0, start), 'sh')).toEqual([]);
  expect(fenced(readme, 'sh').slice(0, 2)).toEqual([
    'npm install --global @yarnpkg/cli-dist@4 && yarn install && yarn demo',
    'yarn test',
  ]);
});

it('can be read in one sitting', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(251);
});

it('names every command there is', () => {
  const section = readme.slice(readme.indexOf('\n## Commands\n'), readme.indexOf('\n## Configuration\n'));
  const commands = tableRows(section).flatMap(([cell = '']) =>
    quoted(cell).map((text) => text.replace('orchestrator ', '').split(' ')[0]),
  );
  expect(COMMANDS.map(({ name }) => name).filter((name) => !commands.includes(name))).toEqual([]);
});
