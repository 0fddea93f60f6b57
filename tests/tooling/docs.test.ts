import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { brokenLinks } from '../../scripts/check-docs.ts';

it('finds links to files and headings that do not exist', () => {
  const root = mkdtempSync(join(tmpdir(), 'docs-'));
  writeFileSync(join(root, 'other.md'), '# One way in\n## Twice\n## Twice\n');
  writeFileSync(
    join(root, 'index.md'),
    `[good](other.md) [good](other.md#one-way-in) [good](other.md#twice-1) [elsewhere](https://example.org/x)
[bad](missing.md) ![bad](missing.png) [bad](other.md#no-way-out) [bad](#here)
\`[code](missing.md)\`
\`\`\`
[code](missing.md)
\`\`\`
`,
  );
  expect(brokenLinks(root, ['index.md'])).toEqual([
    'index.md: missing.md',
    'index.md: missing.png',
    'index.md: other.md#no-way-out',
    'index.md: #here',
  ]);
  rmSync(root, { recursive: true });
});
