import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { isOurMarker } from '../../../src/app/home/marker.ts';
import type { VerificationRecord } from '../../../src/domain/verification/verification.ts';
import { isRunning, lookAtMain, newestRecord } from './look-at-main.ts';
import { seeing } from './seeing.ts';
import { packageWith, VERIFICATION } from './web-scene.ts';

/** A browser for which something is done while the server runs. */
const withRecord =
  (look: (record: VerificationRecord, app: App) => Promise<void>) =>
  (app: App): Partial<App> => ({ browser: seeing(async () => look(await newestRecord(app), app)) });

const nothing = (): Partial<App> => ({ browser: seeing() });

const isGone = async (pid: number | null): Promise<void> => {
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
};

const script = (code: string) => packageWith(`node -e "${code}"`);

describe('KB-31 the server of the candidate', () => {
  it('is recorded with its process, its log and what stops it before anything is done with it, and is gone afterwards', async () => {
    const seen: VerificationRecord[] = [];
    const look = withRecord(async (record) => {
      seen.push(record);
      expect(record).toMatchObject({ endedAt: null, stopCommand: `kill -s TERM -- -${record.pid}` });
      expect(isRunning(record.pid)).toBe(true);
      expect(readFileSync(record.log, 'utf8')).toContain('listening at 0.0.0.0');
      expect(await (await fetch(record.url)).text()).toContain('Shopping list');
    });
    const { record } = await lookAtMain({}, look);
    expect(seen).toHaveLength(1);
    expect(record).toMatchObject({ pid: seen[0]?.pid, findings: [], steps: { total: 6, done: 6 } });
    expect(isRunning(record.pid)).toBe(false);
    expect(JSON.parse(readFileSync(`${record.directory}/record.json`, 'utf8'))).toEqual(record);
  });

  it('is ended by the recorded command, with all that it started, and that is a defect', async () => {
    const look = withRecord(async ({ pid, url, stopCommand }) => {
      execFileSync('sh', ['-c', stopCommand ?? 'false']);
      await isGone(pid);
      await expect(fetch(url)).rejects.toThrow();
    });
    const { record } = await lookAtMain({}, look);
    expect(record.findings.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      expect.stringMatching(/^server: it ended while it was used/),
    ]);
  });

  it.runIf(existsSync('/proc/self/environ'))(
    'INV-8, INV-12 carries the marker of this home, HOST and PORT, and no secret',
    async () => {
      const environments: Readonly<Record<string, string>>[] = [];
      const look = withRecord(async ({ pid }) => {
        const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        environments.push(Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2))));
      });
      const { scene } = await lookAtMain({}, look);
      const [environment = {}] = environments;
      expect(isOurMarker(scene.app)(environment.ORCHESTRATOR_JOB ?? '')).toBe(true);
      expect(environment).toMatchObject({ HOST: '0.0.0.0', PORT: expect.stringMatching(/^\d+$/) });
      expect(Object.keys(environment)).not.toContain('OPENAI_API_KEY');
    },
  );

  it('may be started by a command of the person, which goes before what main says', async () => {
    const plan = {
      server: { command: ['node', '-e', "require('node:http').createServer((_, r) => r.end('own')).listen({port})"] },
      scenario: [{ open: '/' }],
    };
    const answers: string[] = [];
    const look = withRecord(async ({ url }) => void answers.push(await (await fetch(url)).text()));
    await lookAtMain({ variables: { ORCHESTRATOR_VERIFICATION: JSON.stringify(plan) } }, look);
    expect(answers).toEqual(['own']);
  });

  it('INV-8 is ended with the run that is stopped', async () => {
    const stop = new AbortController();
    const pids: (number | null)[] = [];
    const look = withRecord(async ({ pid }) => {
      pids.push(pid);
      stop.abort(new Error('stopped by the test'));
    });
    await expect(lookAtMain({}, look, stop.signal)).rejects.toThrow('stopped by the test');
    expect(pids.map(isRunning)).toEqual([false]);
  });
});

describe('INV-13 a server that cannot be looked at is a defect', () => {
  const files = (start: string, timeout = 60) => ({
    'package.json': start,
    '.openclaw/verification.yaml': VERIFICATION.replace('timeout: 60', `timeout: ${timeout}`),
  });

  it.each<[string, string, number, RegExp]>([
    [
      'ends at once',
      script("console.error('no database'); process.exit(3)"),
      60,
      /^it ended before it answered at \/ready: exit code 3\n[\s\S]*no database/,
    ],
    ['never listens', script('setInterval(() => {}, 1000)'), 1, /^it was not ready within 1 s: no answer at \/ready/],
    ['is never ready', packageWith('SLOW_MS=600000 node server.mjs'), 5, /not ready within 5 s: .* at \/ready/],
  ])('one that %s', async (_, start, timeout, text) => {
    const { record } = await lookAtMain({ files: files(start, timeout) }, nothing);
    expect(record.findings).toEqual([{ kind: 'server', step: 0, text: expect.stringMatching(text) }]);
    expect(record.steps.done).toBe(0);
    expect(isRunning(record.pid)).toBe(false);
  });

  it.runIf(existsSync('/proc/self/environ'))(
    'INV-8 one that goes into the background is a defect, and is ended with what it left there',
    async () => {
      const daemon = `import { spawn } from 'node:child_process';
const server = spawn(process.execPath, ['server.mjs'], { detached: true, stdio: 'ignore' });
console.log('in the background as ' + server.pid);
server.unref();
`;
      const main = { ...files(packageWith('node daemon.mjs')), 'daemon.mjs': daemon };
      const { record } = await lookAtMain({ files: main }, nothing);
      expect(record.findings).toEqual([{ kind: 'server', step: 0, text: expect.stringMatching(/^it ended /) }]);
      const pid = Number(/in the background as (\d+)/.exec(readFileSync(record.log, 'utf8'))?.[1]);
      expect(pid).toBeGreaterThan(0);
      // Ended by then, and gone as soon as its new parent has noticed; it would never end by itself.
      await isGone(pid);
    },
  );

  it('one that is slow is waited for', async () => {
    const { record } = await lookAtMain({ files: files(packageWith('SLOW_MS=1500 node server.mjs')) }, nothing);
    expect(record.findings).toEqual([]);
  });
});

describe('a port that somebody else has', () => {
  const takenPort = async (): Promise<number> => {
    const server = createServer().listen(0, '0.0.0.0');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };

  it('costs another attempt at another port', async () => {
    const ports = [await takenPort()];
    const { record } = await lookAtMain({}, ({ loopback }) => ({
      ...nothing(),
      loopback: { ...loopback, freePort: async () => ports.shift() ?? loopback.freePort() },
    }));
    expect(record.findings).toEqual([]);
    expect(ports).toEqual([]);
  });

  it('is a defect when it is so again and again', async () => {
    const port = await takenPort();
    const { record } = await lookAtMain({}, ({ loopback }) => ({
      ...nothing(),
      loopback: { ...loopback, freePort: async () => port },
    }));
    expect(record.findings).toMatchObject([{ kind: 'server', text: expect.stringContaining('EADDRINUSE') }]);
  });
});
