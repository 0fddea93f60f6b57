import { findSettings, type LoadedSettings, type LoadRequest } from './find-settings.ts';
import { NOTHING } from './reading.ts';

/** The same as `loadSettings`, for commands that shall start fast: the YAML parser is loaded where there is a YAML file, and only there. */
export const loadSettingsLazily = async (request: LoadRequest): Promise<LoadedSettings> => {
  let isYamlThere = false;
  const noteYaml = () => {
    isYamlThere = true;
    return NOTHING;
  };
  try {
    const loaded = findSettings(request, noteYaml);
    if (!isYamlThere) return loaded;
  } catch (error) {
    // What is missing may stand in the file that was not read.
    if (!isYamlThere) throw error;
  }
  return (await import('./load-settings.ts')).loadSettings(request);
};
