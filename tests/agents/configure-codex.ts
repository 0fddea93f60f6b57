import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes a home of Codex below `dir`, which talks to the model service at `url` alone.
 * @returns the variables that a worker needs for it
 */
export const configureCodex = async (dir: string, url: string): Promise<{ CODEX_HOME: string; LOCAL_KEY: string }> => {
  const home = join(dir, 'codex');
  await mkdir(home);
  await writeFile(join(home, 'config.toml'), configuration(dir, url));
  return { CODEX_HOME: home, LOCAL_KEY: 'test' };
};

/** Everything that would reach another host, or would make an unreachable service be retried for ever, is off. */
const configuration = (dir: string, url: string): string => `
model = "gpt-5.5"
model_provider = "local"
check_for_update_on_startup = false
[projects."${dir}/main"]
trust_level = "trusted"
[model_providers.local]
name = "Local"
base_url = "${url}"
env_key = "LOCAL_KEY"
wire_api = "responses"
request_max_retries = 1
stream_max_retries = 1
stream_idle_timeout_ms = 20000
supports_websockets = false
[features]
unbounded_connection_retries = false
[sandbox_workspace_write]
network_access = true
exclude_slash_tmp = true
exclude_tmpdir_env_var = true
[analytics]
enabled = false
[feedback]
enabled = false
[history]
persistence = "none"
`;
