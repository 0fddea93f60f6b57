import process from 'node:process';
import type { BrowserContext } from 'playwright-core';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Visit } from '../../ports/browser.ts';

/** As the environment of a child says it. */
const MARKER = 'ORCHESTRATOR_JOB';

const VIEWPORT = { width: 1280, height: 800 };

const ARGUMENTS = [
  ...['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  '--no-first-run',
  // Where a redirection leads is not asked about (INV-4): names other than our own do not resolve, and addresses have no way out.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1 , EXCLUDE [::1]',
  // Packets of WebRTC ask no resolver; newer browsers know this by the second name alone.
  ...['force-webrtc', 'webrtc'].map((name) => `--${name}-ip-handling-policy=disable_non_proxied_udp`),
];

/**
 * Starts a browser with an empty profile, which is its home too: it leaves nothing in the person's.
 * Rejects with `browser-missing` without playwright-core, and with `infrastructure` when the browser does not start.
 */
export const openContext = async (program: string, visit: Visit): Promise<BrowserContext> => {
  const { profile, env, marker } = visit;
  const { chromium } = await loadDriver();
  try {
    return await chromium.launchPersistentContext(profile, {
      executablePath: program,
      args: ARGUMENTS,
      // Chromium's own sandbox needs a user other than root.
      chromiumSandbox: process.getuid?.() !== 0,
      env: { ...env, HOME: profile, [MARKER]: marker },
      artifactsDir: profile,
      acceptDownloads: false,
      // A worker of a page fetches behind the back of what watches the page.
      serviceWorkers: 'block',
      viewport: VIEWPORT,
      // The harness decides when its children end.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } catch (cause) {
    const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new OrchestratorError(
      'infrastructure',
      `The browser ${program} could not be started: ${reason}`,
      'Start it by hand with `--headless --dump-dom about:blank` and see what it says, or name another one in ORCHESTRATOR_BROWSER.',
      { cause },
    );
  }
};

const loadDriver = async (): Promise<typeof import('playwright-core')> => {
  try {
    return await import('playwright-core');
  } catch (cause) {
    throw new OrchestratorError(
      'browser-missing',
      'The package playwright-core, which drives the browser, is not installed.',
      'Install it beside the orchestrator: `npm install playwright-core`.',
      { cause },
    );
  }
};
