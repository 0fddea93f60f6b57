import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createProcesses } from '../../src/adapters/process/processes.ts';
import type { Defect, ScenarioStep } from '../../src/domain/verification/verification.ts';
import { createBrowserScene } from './browser-scene.ts';

/** Starting a browser takes a second, and other suites run beside it. */
vi.setConfig({ testTimeout: 120_000 });

const OPEN: ScenarioStep = { action: 'open', path: '/' };
const told = (findings: readonly Defect[]) => findings.map(({ kind, step, text }) => `${kind} ${step} ${text}`);

describe('KB-31 a scenario in a real browser', () => {
  it('goes through a page as a user would, by labels and names, and keeps snapshots', async () => {
    const scene = await createBrowserScene();
    const { done, findings, snapshots } = await scene.visit([
      OPEN,
      { action: 'expect', expected: { title: 'Shopping', text: 'Milk', selector: '#items', url: '/' } },
      { action: 'fill', values: { 'New item': 'Bread', Shop: 'Bakery' } },
      { action: 'click', target: 'Add' },
      { action: 'expect', expected: { text: 'Bread from the Bakery' } },
      { action: 'snapshot', name: 'added' },
    ]);

    expect({ done, findings }).toEqual({ done: 6, findings: [] });
    const [added, ...more] = snapshots;
    expect(more).toEqual([]);
    expect(readFileSync(added?.text ?? '', 'utf8')).toMatch(/heading "Shopping list"[\s\S]*Bread/);
    expect(
      readFileSync(added?.image ?? '')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('presses keys, and takes a selector as a target', async () => {
    const scene = await createBrowserScene();
    const { done, findings } = await scene.visit([
      OPEN,
      { action: 'fill', values: { '[name=item]': 'Salt' } },
      { action: 'press', key: 'Enter' },
      { action: 'expect', expected: { text: 'Salt from the Market' } },
    ]);
    expect({ done, findings }).toEqual({ done: 4, findings: [] });
  });

  it.each<[string, string, string]>([
    ['an error on the console', '<script>console.error("no such shop", 7)</script>', 'console 1 no such shop 7 (/:31)'],
    [
      'an error that nobody catches',
      '<script>setTimeout(() => { throw new TypeError("no list") })</script>',
      'page-error 1 TypeError: no list (/:31)',
    ],
    ['a missing picture', '<img src="/logo.png">', 'response 1 GET /logo.png: status 404'],
    ['a refused connection', '<img src="http://127.0.0.1:9/x.png">', 'GET http://127.0.0.1:9/x.png: net::ERR_'],
  ])('finds %s, says during which step, and keeps a snapshot', async (_, change, text) => {
    const scene = await createBrowserScene(change);
    const { done, findings, snapshots } = await scene.visit([OPEN, { action: 'expect', expected: { text: 'Milk' } }]);
    expect(told(findings)).toEqual([expect.stringContaining(text)]);
    expect(done).toBe(2);
    expect(snapshots.map(({ name }) => name)).toEqual(['defect-in-step-1']);
  });

  it('lets pass what the plan allows', async () => {
    const scene = await createBrowserScene('<img src="/logo.png"><script>console.error("known: slow")</script>');
    const { findings } = await scene.visit([OPEN], {
      allow: { console: ['^known:'], network: ['GET .*/logo\\.png$'] },
    });
    expect(findings).toEqual([]);
  });

  it('INV-4 lets no request leave the machine: not by name, address, socket or redirection, and tells of each', async () => {
    const scene = await createBrowserScene(
      `<img src="http://tracker.example/pixel"><img src="http://203.0.113.7/pixel"><img src="/elsewhere">
       <script>new WebSocket('ws://tracker.example/live')</script>`,
    );
    const { findings } = await scene.visit([OPEN]);
    const found = told(findings);
    expect(found).toContain('blocked 1 GET http://tracker.example/pixel');
    expect(found).toContain('blocked 1 GET http://203.0.113.7/pixel');
    expect(found).toContain('blocked 1 GET ws://tracker.example/live');
    // The harm without the second guard: a redirection is not asked about.
    expect(found).toContain('request 1 GET http://shop.example/banner: net::ERR_NAME_NOT_RESOLVED');
  });

  it('INV-4 lets no packet of WebRTC leave the browser either, which neither a route nor the resolver would see', async () => {
    const stun = createSocket('udp4').bind(0, '127.0.0.1');
    onTestFinished(() => void stun.close());
    await once(stun, 'listening');
    let packets = 0;
    stun.on('message', () => {
      packets += 1;
    });
    const scene = await createBrowserScene(`<script>
      const connection = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${stun.address().port}' }] });
      connection.createDataChannel('out');
      connection.onicegatheringstatechange = () => {
        document.querySelector('#said').textContent = 'gathering: ' + connection.iceGatheringState;
      };
      connection.createOffer().then((offer) => connection.setLocalDescription(offer));
    </script>`);
    const { findings } = await scene.visit([OPEN, { action: 'expect', expected: { text: 'gathering: complete' } }], {
      stepTimeoutMs: 60_000,
    });
    expect({ findings, packets }).toEqual({ findings: [], packets: 0 });
  });

  it('INV-4 a page that leads to an address of another machine never gets there, whoever follows the redirection', async () => {
    const scene = await createBrowserScene('<script>location = "/far-away"</script>');
    const { findings } = await scene.visit([OPEN, { action: 'expect', expected: { text: 'Milk' } }], {
      stepTimeoutMs: 2_000,
    });
    expect(told(findings)).toContain('request 1 GET http://203.0.113.7/banner: net::ERR_NAME_NOT_RESOLVED');
  });

  it('ends at the first step that cannot be done, which is a defect', async () => {
    const scene = await createBrowserScene();
    const { done, findings, snapshots } = await scene.visit(
      [OPEN, { action: 'click', target: 'Buy all' }, { action: 'snapshot', name: 'never' }],
      { stepTimeoutMs: 500 },
    );
    expect(done).toBe(1);
    expect(told(findings)).toEqual(['step 2 click "Buy all": not possible within 0.5 s']);
    expect(snapshots.map(({ name }) => name)).toEqual(['defect-in-step-2']);
  });

  it.each<[string, string, ScenarioStep]>([
    ['an answer that never comes', '', { action: 'open', path: '/hang' }],
    [
      'a page that is busy with itself',
      '<button onclick="for (;;);">Spin</button>',
      { action: 'click', target: 'Spin' },
    ],
  ])('INV-13 gives up on %s', async (_, change, step) => {
    const scene = await createBrowserScene(change);
    const after: ScenarioStep = { action: 'expect', expected: { title: 'Elsewhere' } };
    const { done, findings } = await scene.visit([OPEN, step, after], { stepTimeoutMs: 1_000 });
    expect(done).toBeLessThan(3);
    expect(findings.map(({ kind }) => kind)).toEqual(['step']);
  });

  it('is closed in the middle by its signal, and keeps what was seen until then', async () => {
    const scene = await createBrowserScene();
    const stop = new AbortController();
    const visit = scene.visit([OPEN, { action: 'snapshot', name: 'first' }, { action: 'open', path: '/hang' }], {
      signal: stop.signal,
      stepTimeoutMs: 600_000,
    });
    await vi.waitUntil(() => existsSync(join(scene.directory, '02-first.txt')), { timeout: 60_000 });
    stop.abort();
    expect(await visit).toMatchObject({ findings: [], snapshots: [{ name: 'first' }] });
  });

  it('is closed before its first step by a signal that has come already', async () => {
    const scene = await createBrowserScene();
    expect(await scene.visit([OPEN], { signal: AbortSignal.abort() })).toMatchObject({ done: 0, findings: [] });
  });

  it('INV-8 leaves no process, and nothing outside of its directories', async () => {
    const scene = await createBrowserScene();
    await scene.visit([OPEN, { action: 'snapshot', name: 'first' }]);
    expect(await createProcesses().endMarked((marker) => marker === scene.marker, 100)).toBe(0);
    const left = ['02-first.png', '02-first.txt', 'page.html', 'profile', 'server.mjs'];
    expect(readdirSync(scene.directory).sort()).toEqual(left);
  });
});

describe('where there is no browser', () => {
  it('says which one is missing, and how to get one', async () => {
    const scene = await createBrowserScene();
    const executable = join(scene.directory, 'no-chromium');
    const visit = scene.visit([OPEN], { executable });
    await expect(visit).rejects.toMatchObject({
      code: 'browser-missing',
      message: expect.stringContaining(executable),
      next: expect.stringContaining('ORCHESTRATOR_BROWSER'),
    });
    expect(existsSync(join(scene.directory, 'profile'))).toBe(false);
  });

  it('a program that is no browser is said to be none', async () => {
    const scene = await createBrowserScene();
    await expect(scene.visit([OPEN], { executable: '/bin/false' })).rejects.toMatchObject({ code: 'infrastructure' });
  });
});
