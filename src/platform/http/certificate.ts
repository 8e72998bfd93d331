import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { complaint, ConfigProblem } from '../config/config.js';

/** @throws ConfigProblem in words, where TLS itself would speak of routines and PEM headers */
export function certificate(certificatePath: string, keyPath: string): { cert: Buffer; key: Buffer } {
  const [cert, x509] = read(certificatePath, 'BAMIN_TLS_CERTIFICATE', (pem) => new X509Certificate(pem));
  const [key, privateKey] = read(keyPath, 'BAMIN_TLS_KEY', createPrivateKey);
  if (!x509.checkPrivateKey(privateKey))
    throw new ConfigProblem('BAMIN_TLS_KEY is not the key of the certificate in BAMIN_TLS_CERTIFICATE.');
  return { cert, key };
}

function read<T>(
  path: string,
  name: 'BAMIN_TLS_CERTIFICATE' | 'BAMIN_TLS_KEY',
  parse: (pem: Buffer) => T,
): [Buffer, T] {
  try {
    const pem = readFileSync(path);
    return [pem, parse(pem)];
  } catch {
    throw complaint(name);
  }
}
