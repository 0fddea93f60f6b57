import { createServer } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loopback } from '../../src/adapters/loopback.ts';

describe('loopback', () => {
  it('knows which ports are free', async () => {
    const port = await loopback.freePort();
    expect(await loopback.isFree(port)).toBe(true);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    expect(await loopback.isFree(port)).toBe(false);
  });

  it('asks for a status, and waits neither for the end of an answer nor for one that does not come', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/silent') return;
      response.writeHead(request.url === '/gone' ? 404 : 200).write('the beginning');
    });
    const port = await loopback.freePort();
    await new Promise<void>((resolve) => server.listen(port, resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const ask = (path: string) => loopback.status(`http://127.0.0.1:${port}${path}`, 300);
    expect([await ask('/'), await ask('/gone'), await ask('/silent')]).toEqual([200, 404, null]);
  });

  it('says that nobody answers, or not in this language', async () => {
    const port = await loopback.freePort();
    expect(await loopback.status(`http://127.0.0.1:${port}/`, 300)).toBeNull();
    const server = createSocketServer((socket) => void socket.end('Good day.\n'));
    await new Promise<void>((resolve) => server.listen(port, resolve));
    onTestFinished(() => void server.close());
    expect(await loopback.status(`http://127.0.0.1:${port}/`, 300)).toBeNull();
  });
});
