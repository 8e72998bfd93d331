import { generateKeyPairSync, randomBytes } from 'node:crypto';

const signingKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

/** Everything a process needs besides its database; keys live as long as the test. */
export const TEST_ENVIRONMENT = {
  NODE_ENV: 'test',
  PORT: '0',
  BAMIN_LOG_LEVEL: process.env['BAMIN_LOG_LEVEL'] ?? 'error',
  BAMIN_FIELD_KEYS: `1:${randomBytes(32).toString('base64')}`,
  BAMIN_HASH_KEYS: `1:${randomBytes(32).toString('base64')}`,
  BAMIN_CODE_SIGNING_KEYS: JSON.stringify({ keys: [signingKey] }),
  BAMIN_SECRETS_ARE_DEMO: '1',
  BAMIN_SMS_GATEWAY: 'demo',
  BAMIN_PROOFING: 'demo',
};
