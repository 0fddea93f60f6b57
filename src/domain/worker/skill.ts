/** A guide that a target repository keeps for agents, for one kind of work. */
export interface Skill {
  readonly name: string;
  /** Relative to the repository. */
  readonly path: string;
  /** As main has it; null: main has none. */
  readonly text: string | null;
}

/** Names a directory and nothing above it. */
export const SKILL_NAME = /^[a-z0-9][a-z0-9-]*$/;

export const skillPath = (name: string): string => `.codex/skills/${name}/SKILL.md`;
