import type { App } from './app.ts';

/** Absolute path of a worktree by its name; `main` is a role, not a directory's name. */
export const worktreePath = (app: Pick<App, 'settings'>, name: string): string =>
  name === 'main' ? app.settings.layout.mainPath : `${app.settings.layout.worktreesDir}/${name}`;
