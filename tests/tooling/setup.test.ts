import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';

describe('the set-up of tests', () => {
  it('lets nothing reach the network', async () => {
    expect(() => connect(80, '192.0.2.1')).toThrow('loopback only');
    await expect(fetch('http://registry.example/')).rejects.toMatchObject({
      cause: { message: expect.stringContaining('registry.example') },
    });
  });

  it('lets tests use loopback', async () => {
    const server = createServer((_request, response) => void response.end('here'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here');
    server.close();
  });
});
