import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../../platform/config/config.js';
import { HttpFaceCheck, HttpNameCheck } from './proofing.js';
import { HttpSmsGateway } from './sms-gateways.js';

const servers: Server[] = [];

/** @returns its address, and the bodies that reached it */
async function aServer(answer: {
  status: number;
  location?: string;
}): Promise<{ address: string; received: string[] }> {
  const received: string[] = [];
  const server = createServer((request, reply) => {
    let body = '';
    request
      .on('data', (chunk) => (body += chunk))
      .on('end', () => {
        received.push(body);
        reply.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end('{"matched":true}');
      });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

describe('A gateway', () => {
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  const document = { type: 'passport', normalised: 'E12345678' } as never;
  it.each([
    ['of SMS', (config: Config) => new HttpSmsGateway(config).send('13800000001', 'code 123456')],
    ['that checks names', (config: Config) => new HttpNameCheck(config).check('陈小明', document)],
    ['that checks faces', (config: Config) => new HttpFaceCheck(config).check(document, Buffer.from('face'))],
  ])("%s is not followed to another address, which may be anybody's", async (_, ask) => {
    const stranger = await aServer({ status: 200 });
    const gateway = await aServer({ status: 307, location: stranger.address });
    const settings = { BAMIN_SMS_GATEWAY_URL: gateway.address, BAMIN_PROOFING_URL: gateway.address };
    await expect(ask({ settings } as unknown as Config)).rejects.toThrow();
    expect(gateway.received).toHaveLength(1);
    expect(stranger.received).toEqual([]);
  });
});
