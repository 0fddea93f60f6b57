import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import { cruiseOptions, layerRules } from './layer-rules.ts';

/** Fewer modules than this were never read: a cruise that reads nothing finds nothing wrong either. */
const leastModules = 300;

export interface Violation {
  /** The name of the broken rule in layer-rules.ts. */
  rule: string;
  from: string;
  to: string;
}

/**
 * Reads what the modules below `baseDir` import and compares it with the rules of layer-rules.ts.
 * @param baseDir absolute; its folders src/, tools/ and so on are the rooms
 * @param folders the folders to read, relative to `baseDir`
 * @returns the number of modules read in src/ and tools/, and every broken rule
 */
export async function checkLayers(
  baseDir: string,
  folders: string[],
): Promise<{ modules: number; violations: Violation[] }> {
  const { output } = await cruise(folders, {
    ...cruiseOptions,
    ruleSet: layerRules,
    validate: true,
    baseDir,
    exclude: { path: '^tests/fixtures/' },
  });
  if (typeof output === 'string')
    throw new TypeError('dependency-cruiser answered with text where an object was asked for');
  const modules = output.modules.filter(({ source }) => /^(src|tools)\//.test(source)).length;
  return {
    modules,
    violations: output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

if (process.argv[1] === import.meta.filename) {
  const { modules, violations } = await checkLayers(fileURLToPath(new URL('..', import.meta.url)), [
    'src',
    'tools',
    'tests',
  ]);
  for (const { rule, from, to } of violations) console.error(`${from} must not import ${to} (${rule})`);
  if (modules < leastModules)
    console.error(`only ${modules} modules were read, at least ${leastModules} were expected`);
  console.log(`${modules} modules, ${violations.length} broken rules`);
  process.exitCode = violations.length > 0 || modules < leastModules ? 1 : 0;
}
