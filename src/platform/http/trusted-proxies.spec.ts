import { describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { trustedProxies } from './trusted-proxies.js';

describe("A client's address", () => {
  const seen = async (proxies: number) => {
    const server = fastify({ trustProxy: trustedProxies(proxies) });
    server.get('/', (request, reply) => reply.send(request.ip));
    return (
      await server.inject({
        url: '/',
        remoteAddress: '10.0.0.1',
        headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.9' },
      })
    ).body;
  };

  it('is that of the connection where no proxy stands in front', async () => {
    expect(await seen(0)).toBe('10.0.0.1');
  });

  it('is what the outermost proxy saw, never what a client wrote before', async () => {
    expect(await seen(1)).toBe('203.0.113.9');
  });
});
