import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFetch } from '../../../src/adapters/fetch/create-fetch.ts';

const LIMITS = { bytes: 1_000, timeoutMs: 60_000, redirects: 5 };
const NEVER = new AbortController().signal;

const serve = async (answer: RequestListener) => {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, at: `127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'fetch-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
};

describe('what is fetched for a worker (KB-05)', () => {
  it('arrives byte by byte, and nothing else is left', async () => {
    const bytes = Buffer.from([0, 255, 128, 10, 13]);
    const { at } = await serve((_, response) => void response.end(bytes));
    const target = folder();
    expect(await createFetch(LIMITS).bring(`http://${at}/a.bin`, join(target, 'a.bin'), NEVER)).toBe(5);
    expect(readFileSync(join(target, 'a.bin'))).toEqual(bytes);
    expect(readdirSync(target)).toEqual(['a.bin']);
  });

  it('is copied from this machine, links followed; a link at the target is replaced', async () => {
    const target = folder();
    writeFileSync(join(target, 'source'), 'text');
    writeFileSync(join(target, 'elsewhere'), 'untouched');
    symlinkSync('source', join(target, 'linked'));
    symlinkSync('elsewhere', join(target, 'copy'));
    expect(await createFetch(LIMITS).bring(join(target, 'linked'), join(target, 'copy'), NEVER)).toBe(4);
    expect(readFileSync(join(target, 'copy'), 'utf8')).toBe('text');
    expect(readFileSync(join(target, 'elsewhere'), 'utf8')).toBe('untouched');
  });

  it.each<[string, (url: string) => { status: number; location?: string; body?: string }, RegExp]>([
    ['an error', () => ({ status: 404 }), /the answer was 404 Not Found/],
    ['too much', () => ({ status: 200, body: 'x'.repeat(1_001) }), /more than 1000 bytes/],
    ['a circle', () => ({ status: 302, location: '/again' }), /leads on more than 5 times/],
    ['a file', () => ({ status: 302, location: 'file:///etc/passwd' }), /leads on to file:/],
    ['no address', () => ({ status: 302, location: 'http://' }), /leads on to what is no address/],
  ])('%s is no material, and leaves no part of one', async (_, answer, says) => {
    const { at } = await serve((request, response) => {
      const { status, location, body } = answer(request.url ?? '');
      response.writeHead(status, location === undefined ? {} : { location }).end(body);
    });
    const target = folder();
    const brought = createFetch(LIMITS).bring(`http://${at}/a`, join(target, 'a'), NEVER);
    await expect(brought).rejects.toMatchObject({ code: 'infrastructure', message: expect.stringMatching(says) });
    expect(readdirSync(target)).toEqual([]);
  });

  it('follows five redirections', async () => {
    const { at, asked } = await serve((request, response) => {
      const number = Number(request.url?.slice(1));
      if (number === 5) response.end('here');
      else response.writeHead(302, { location: `/${number + 1}` }).end();
    });
    expect(await createFetch(LIMITS).bring(`http://${at}/0`, join(folder(), 'a'), NEVER)).toBe(4);
    expect(asked).toHaveLength(6);
  });

  it('INV-12: a login is sent to its own origin alone, and stands in no message', async () => {
    const stranger = await serve((_, response) => void response.writeHead(500).end());
    const own = await serve((request, response) => {
      if (request.url === '/first?token=abc') response.writeHead(302, { location: '/second' }).end();
      else response.writeHead(302, { location: `http://${stranger.at}/` }).end();
    });
    const address = `http://pat:hunter2@${own.at}/first?token=abc`;
    const error: unknown = await createFetch(LIMITS)
      .bring(address, join(folder(), 'a'), NEVER)
      .catch((reason: unknown) => reason);
    expect(own.asked.map(({ headers }) => headers.authorization)).toEqual(
      Array(2).fill(`Basic ${btoa('pat:hunter2')}`),
    );
    expect(stranger.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(String(error)).toContain(`http://${own.at}/first`);
    expect(String(error)).not.toMatch(/hunter2|token=abc/);
  });

  it('what does not come in time, or is not there, says so', async () => {
    const { at } = await serve((_, response) => void response.write('the beginning'));
    const target = folder();
    const slow = createFetch({ ...LIMITS, timeoutMs: 200 }).bring(`http://${at}/a`, join(target, 'a'), NEVER);
    await expect(slow).rejects.toThrow(/not there within 0.2 s/);
    await expect(createFetch(LIMITS).bring('http://127.0.0.1:1/a', join(target, 'a'), NEVER)).rejects.toThrow(
      /http:\/\/127.0.0.1:1\/a could not be had/,
    );
    await expect(createFetch(LIMITS).bring(target, join(target, 'a'), NEVER)).rejects.toThrow(/no regular file/);
    expect(readdirSync(target)).toEqual([]);
  });

  it('ends when the run is stopped', async () => {
    const stop = new AbortController();
    const { at } = await serve(() => stop.abort(new Error('stopped')));
    await expect(createFetch(LIMITS).bring(`http://${at}/a`, join(folder(), 'a'), stop.signal)).rejects.toThrow(
      'stopped',
    );
  });
});
