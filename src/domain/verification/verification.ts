/** Where a repository says it, as main has it. */
export const VERIFICATION_FILE = '.openclaw/verification.yaml';

/** How a target is started and looked at in a browser; the person's configuration says it, or a file of main (INV-3). */
export interface VerificationPlan {
  readonly server: ServerPlan;
  readonly scenario: readonly ScenarioStep[];
  /** Patterns of what is no defect: console messages, and requests as `METHOD address`. */
  readonly allow: { readonly console: readonly string[]; readonly network: readonly string[] };
  /** How long one step may take. */
  readonly stepTimeoutMs: number;
}

export interface ServerPlan {
  /** An argv in which `{port}` stands for the port that the harness chose. */
  readonly command: readonly string[];
  /** An address of loopback with `{port}`, where the scenario begins. */
  readonly url: string;
  /** Path that answers as soon as the server is ready. */
  readonly ready: string;
  /** How long it may take to be ready. */
  readonly timeoutMs: number;
}

/**
 * One thing that a user does or sees. A `target` is what people read on the page: a label, a button's or link's text; or a selector
 * (`#id`, `.class`, `[attribute]`, `css=...`, `role=...`).
 */
export type ScenarioStep =
  | { readonly action: 'open'; readonly path: string }
  | { readonly action: 'click'; readonly target: string }
  | { readonly action: 'fill'; readonly values: Readonly<Record<string, string>> }
  | { readonly action: 'press'; readonly key: string }
  | { readonly action: 'expect'; readonly expected: Expectation }
  | { readonly action: 'snapshot'; readonly name: string };

/** What has to be seen, all of it; title and url hold the text somewhere. */
export interface Expectation {
  readonly text?: string;
  readonly selector?: string;
  readonly title?: string;
  readonly url?: string;
}

/** What was wrong. `text` names no port, so that the same defect reads the same in every round. */
export interface Defect {
  readonly kind: DefectKind;
  /** The step during which it was seen, counted from 1; 0: before the first one. */
  readonly step: number;
  readonly text: string;
}

export type DefectKind = 'console' | 'page-error' | 'request' | 'response' | 'blocked' | 'step' | 'server';

/** What the page looked like. */
export interface Snapshot {
  readonly name: string;
  readonly step: number;
  /** Absolute path of a PNG; null when the page could not be drawn. */
  readonly image: string | null;
  /** Absolute path of what the page said, by roles and names. */
  readonly text: string;
}

/** One look at one commit of a task in a browser. */
export interface VerificationRecord {
  /** Unique in the home. */
  readonly number: number;
  readonly task: string;
  readonly commit: string;
  /** Process id of the server, which leads a process group of its own; null: it could not be started. */
  readonly pid: number | null;
  /** Ends the server and all that it started; null like `pid`. */
  readonly stopCommand: string | null;
  /** Absolute path of the server's output. */
  readonly log: string;
  /** Where the server answers on this machine; it listens to all addresses of it. */
  readonly url: string;
  /** Absolute path of the folder that holds the snapshots. */
  readonly directory: string;
  /** Milliseconds since the epoch; `endedAt` is null while it goes on. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly steps: { readonly total: number; readonly done: number };
  readonly findings: readonly Defect[];
  readonly snapshots: readonly Snapshot[];
}

/** A step in the words of the scenario. */
export const describeStep = (step: ScenarioStep): string => {
  switch (step.action) {
    case 'open':
      return `open ${step.path}`;
    case 'click':
      return `click "${step.target}"`;
    case 'fill':
      return `fill ${Object.keys(step.values)
        .map((target) => `"${target}"`)
        .join(', ')}`;
    case 'press':
      return `press ${step.key}`;
    case 'expect':
      return `expect ${Object.entries(step.expected)
        .map(([what, value]) => `${what} "${value}"`)
        .join(' and ')}`;
    case 'snapshot':
      return `snapshot ${step.name}`;
  }
};
