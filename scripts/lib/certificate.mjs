// @ts-check
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';

const DAYS = 397;

/** This machine's addresses on its networks. */
export function lanAddresses() {
  return Object.values(networkInterfaces())
    .flat()
    .flatMap((it) => (it && !it.internal && it.family === 'IPv4' ? [it.address] : []));
}

/** A self-made certificate for this machine's addresses, kept in `folder` and made again when they change or it runs out. */
export async function lanCertificate(folder) {
  const files = { certificate: join(folder, 'lan-certificate.pem'), key: join(folder, 'lan-key.pem') };
  const addresses = ['127.0.0.1', ...lanAddresses()];
  if (!isGood(files, addresses)) await make(files, addresses);
  const { fingerprint256 } = new X509Certificate(readFileSync(files.certificate));
  return { ...files, fingerprint: fingerprint256 };
}

function isGood({ certificate, key }, addresses) {
  if (!existsSync(certificate) || !existsSync(key)) return false;
  const kept = new X509Certificate(readFileSync(certificate));
  return Date.parse(kept.validTo) > Date.now() + 86_400_000 && addresses.every((address) => kept.checkIP(address));
}

async function make(files, addresses) {
  const { default: selfsigned } = await import('selfsigned');
  const { cert, private: key } = await selfsigned.generate(
    [{ name: 'commonName', value: 'Bamin Health Code (this machine)' }],
    {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      notAfterDate: new Date(Date.now() + DAYS * 86_400_000),
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: [{ type: 2, value: 'localhost' }, ...addresses.map((ip) => ({ type: 7, ip }))],
        },
      ],
    },
  );
  writeFileSync(files.key, key, { mode: 0o600 });
  writeFileSync(files.certificate, cert);
}
