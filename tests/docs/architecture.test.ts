import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { layerRules } from '../../scripts/layer-rules.ts';
import { marked, quoted, readDocument, tableRows } from './markdown.ts';

const document = readDocument('docs/architecture.md');

it("the table of the lead's tools is what lies in tools/", () => {
  const documented = tableRows(marked(document, 'tools')).map(([tool = '']) => quoted(tool)[0]);
  const files = readdirSync(new URL('../../tools', import.meta.url)).map((file) =>
    file.replace('.ts', '').replaceAll('-', '_'),
  );
  expect(documented).toEqual(files.sort());
});

it('the table of rooms is the one that is enforced', () => {
  const rooms = document.slice(document.indexOf('## Rooms'), document.indexOf('## How a piece'));
  const documented = tableRows(rooms).map(([room = '', allowed = '']) => {
    const words = allowed.split(';')[0]?.replace('everything', 'src, tools') ?? '';
    return `${quoted(room)[0]} may import ${['itself', ...words.split(', ').filter(Boolean)].join(', ')}.`;
  });
  const enforced = (layerRules.forbidden ?? [])
    .filter(({ name }) => name?.startsWith('room-'))
    .map(({ comment = '' }) => comment.replaceAll(/(?<!^)src\//g, ''));
  expect(documented.toSorted()).toEqual(enforced.toSorted());
});
