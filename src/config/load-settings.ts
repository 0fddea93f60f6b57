import { findSettings, type LoadedSettings, type LoadRequest } from './find-settings.ts';
import { readSettingsYaml } from './read-settings-yaml.ts';

/** Settings of this start, whichever files say them; rejects as `findSettings` does. */
export const loadSettings = (request: LoadRequest): LoadedSettings => findSettings(request, readSettingsYaml);
