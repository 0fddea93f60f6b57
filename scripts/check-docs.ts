import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `[text](target)` and `![text](target)`, but not what stands in code. */
const link = /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g;
const code = /^(```|~~~)[\s\S]*?^\1|`[^`\n]*`/gm;

/** A heading's anchor as GitHub forms it: lower case, punctuation gone, spaces as dashes, a number for a repeated one. */
function anchors(markdown: string): Set<string> {
  const seen = new Map<string, number>();
  const found = new Set<string>();
  for (const [, title = ''] of markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    found.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return found;
}

/**
 * Finds links that lead nowhere. Links to other sites are not followed.
 * @param root absolute path that the files belong to
 * @param files Markdown files, relative to `root`
 * @returns one line a broken link: `file: link`
 */
export function brokenLinks(root: string, files: string[]): string[] {
  return files.flatMap((file) => {
    const markdown = readFileSync(join(root, file), 'utf8');
    const targets = [...markdown.replace(code, '').matchAll(link)].map(([, target = '']) => target);
    return targets
      .filter((target) => !/^[a-z][a-z+.-]*:/i.test(target))
      .filter((target) => {
        const [path = '', anchor] = decodeURIComponent(target).split('#');
        const linked = path === '' ? join(root, file) : resolve(root, dirname(file), path);
        if (!existsSync(linked)) return true;
        return anchor !== undefined && linked.endsWith('.md') && !anchors(readFileSync(linked, 'utf8')).has(anchor);
      })
      .map((target) => `${file}: ${target}`);
  });
}

if (process.argv[1] === import.meta.filename) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const files = globSync(['*.md', 'docs/**/*.md'], { cwd: root });
  const broken = brokenLinks(root, files);
  for (const line of broken) console.error(`broken link in ${line}`);
  console.log(`${files.length} documents, ${broken.length} broken links`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}
