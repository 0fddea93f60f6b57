import { join } from 'node:path';
import { runShortCommand } from '../short-command.ts';
import type { WorkerDependencies } from '../worker-dependencies.ts';

/**
 * What is wrong with Codex's login, or null. A model provider of the person's own, named in Codex's configuration, has
 * a login of its own: then only the key that it names can be found missing.
 */
export async function checkCodexLogin(
  dependencies: WorkerDependencies,
  program: string,
): Promise<{ readonly problem: string; readonly fix: string } | null> {
  const { environment, files } = dependencies;
  const home = environment.CODEX_HOME ?? (environment.HOME ? join(environment.HOME, '.codex') : null);
  const provider = home ? readProvider((await files.read(join(home, 'config.toml'))) ?? '') : null;
  if (provider) {
    if (provider.key === null || environment[provider.key]) return null;
    return {
      problem: `Codex's model provider "${provider.name}" takes its key from ${provider.key}, which does not reach workers`,
      fix: `name ${provider.key} under \`workers.codex.env\` in the configuration and set it`,
    };
  }
  if (environment.CODEX_API_KEY) return null;
  const status = await runShortCommand(dependencies, [program, 'login', 'status']);
  return status.exitCode !== 0 && /not logged in/i.test(status.output)
    ? { problem: 'Codex is not logged in', fix: 'codex login' }
    : null;
}

/** The provider that a `config.toml` chooses, unless it is the built-in one; `key` is the variable that holds its key. */
const readProvider = (toml: string): { readonly name: string; readonly key: string | null } | null => {
  const topLevel = toml.split(/^\s*\[/m)[0] ?? '';
  const name = /^\s*model_provider\s*=\s*["']([^"']+)["']/m.exec(topLevel)?.[1];
  if (!name || name === 'openai') return null;
  const section = toml.split(/^\s*(?=\[)/m).find((part) => sectionName(part) === name) ?? '';
  return { name, key: /^\s*env_key\s*=\s*["']([^"']+)["']/m.exec(section)?.[1] ?? null };
};

const sectionName = (section: string): string | undefined =>
  /^\[\s*model_providers\.(?:"([^"]+)"|([\w-]+))\s*\]/.exec(section)?.slice(1).find(Boolean);
