import { once } from 'node:events';
import type { Loopback } from '../ports/loopback.ts';

/** Servers at the addresses of this machine. Node's network is loaded when one is asked about: few commands do. */
export const loopback: Loopback = {
  freePort: () => listen(0),
  isFree: async (port) => {
    try {
      await listen(port);
      return true;
    } catch {
      return false;
    }
  },
  status: async (url, timeoutMs) => {
    const { get } = await import('node:http');
    const { promise, resolve } = Promise.withResolvers<number | null>();
    const request = get(url, { timeout: timeoutMs, agent: false }, (response) => {
      resolve(response.statusCode ?? null);
      // Its body may never end: a stream of events is an answer too.
      response.destroy();
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(null));
    request.on('close', () => resolve(null));
    return promise;
  },
};

/** Takes a port for a moment; 0: any. Rejects when somebody has it. */
const listen = async (port: number): Promise<number> => {
  const { createServer } = await import('node:net');
  const server = createServer().listen(port, '0.0.0.0');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('a port has an address with a number');
  return address.port;
};
