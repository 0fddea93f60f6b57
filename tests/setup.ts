/** Before every test file: no network but loopback, no output on the console. */
import { Socket } from 'node:net';
import { format } from 'node:util';
import { afterEach, expect } from 'vitest';

const loopback = /^(localhost|127(\.\d+){3}|::1|::ffff:127(\.\d+){3})$/;

const connect = Socket.prototype.connect;
Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
  // Node passes on what net.connect() has already put in order as one array: [options, callback].
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const { host, path } = typeof first === 'object' ? first : { host: second, path: undefined };
  if (path === undefined && typeof host === 'string' && !loopback.test(host)) {
    throw new Error(`a test may reach loopback only, and wanted ${host}`);
  }
  return Reflect.apply(connect, this, args);
} as typeof connect;

const stray: string[] = [];
for (const method of ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const) {
  console[method] = (...args: unknown[]) => void stray.push(`console.${method}: ${format(...args)}`);
}
afterEach(() => expect(stray.splice(0), 'output on the console').toEqual([]));
