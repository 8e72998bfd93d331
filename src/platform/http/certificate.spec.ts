import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { ConfigProblem } from '../config/config.js';
import { certificate } from './certificate.js';

const folder = mkdtempSync(join(tmpdir(), 'bamin-certificate-'));
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const complaint = (...paths: [string, string]) => {
  try {
    return void certificate(...paths);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigProblem);
    return (error as Error).message;
  }
};

describe('A certificate of its own', () => {
  it('is refused in words when it is no file, no certificate, or another key is beside it', async () => {
    const [ours, others] = [await generate(), await generate()];
    const [cert, key] = [file('tls.pem', ours.cert), file('tls.key', ours.private)];
    expect(complaint(cert, key)).toBeUndefined();
    expect(complaint(join(folder, 'none.pem'), key)).toMatch(
      /^BAMIN_TLS_CERTIFICATE is not valid\. It has to be the path of a PEM file/,
    );
    expect(complaint(key, key)).toMatch(/^BAMIN_TLS_CERTIFICATE is not valid\./);
    expect(complaint(cert, folder)).toMatch(/^BAMIN_TLS_KEY is not valid\. It has to be the path of a PEM file/);
    expect(complaint(cert, cert)).toMatch(/^BAMIN_TLS_KEY is not valid\./);
    expect(complaint(cert, file('other.key', others.private))).toBe(
      'BAMIN_TLS_KEY is not the key of the certificate in BAMIN_TLS_CERTIFICATE.',
    );
  });
});
