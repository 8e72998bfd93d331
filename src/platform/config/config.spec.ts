import { describe, expect, it } from '@jest/globals';
import { complaint, doubtsAbout, readConfig, SETTINGS } from './config.js';

const key = (id: number, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;

const DEVELOPMENT = {
  DATABASE_URL: 'postgres://localhost/bamin',
  BAMIN_FIELD_KEYS: key(1, 7),
  BAMIN_HASH_KEYS: key(1, 8),
  BAMIN_CODE_SIGNING_KEYS: '/run/secrets/keys.json',
  BAMIN_SMS_GATEWAY: 'demo',
  BAMIN_PROOFING: 'demo',
  PATH: '/usr/bin',
};
const PRODUCTION = {
  ...DEVELOPMENT,
  NODE_ENV: 'production',
  BAMIN_SMS_GATEWAY: 'http',
  BAMIN_SMS_GATEWAY_URL: 'https://sms.example/send',
  BAMIN_PROOFING: 'http',
  BAMIN_PROOFING_URL: 'https://proofing.example/match',
};

describe('Configuration', () => {
  it('starts with what it needs and fills in the rest', () => {
    expect(readConfig(DEVELOPMENT).settings).toMatchObject({
      NODE_ENV: 'development',
      PORT: 3000,
      BAMIN_DEMO_WORLD: false,
    });
    expect(readConfig(PRODUCTION).isProduction).toBe(true);
  });

  it.each(['DATABASE_URL', 'BAMIN_FIELD_KEYS', 'BAMIN_HASH_KEYS', 'BAMIN_CODE_SIGNING_KEYS'])(
    'does not start without %s, nor with an empty one',
    (name) => {
      expect(() => readConfig({ ...DEVELOPMENT, [name]: undefined })).toThrow(`${name} is missing.`);
      expect(() => readConfig({ ...DEVELOPMENT, [name]: '' })).toThrow(`${name} is missing.`);
    },
  );

  it.each([
    ['BAMIN_FEILD_KEYS', 'x', 'BAMIN_FEILD_KEYS is not a setting of this program.'],
    ['PORT', '99999', 'PORT is not valid'],
    ['DATABASE_URL', 'mysql://localhost', 'DATABASE_URL is not valid'],
    ['BAMIN_FIELD_KEYS', '1:c2hvcnQ=', 'BAMIN_FIELD_KEYS is not valid'],
    ['BAMIN_HASH_KEYS', `${key(1, 1)},${key(1, 2)}`, 'BAMIN_HASH_KEYS is not valid'],
    ['BAMIN_SMS_GATEWAY', 'http', 'BAMIN_SMS_GATEWAY_URL is missing.'],
  ])('refuses %s=%s with one sentence', (name, value, sentence) => {
    expect(() => readConfig({ ...DEVELOPMENT, [name]: value })).toThrow(sentence);
  });

  /** What settings of any kind have been set to by mistake. */
  const RUBBISH = [
    'yes',
    ' ',
    '0x1',
    '-1',
    '1.5.2',
    'NaN',
    '99999999999999999',
    'true',
    'http://',
    'a b',
    '/nowhere\u0000',
    '[]',
  ];
  const TAKEN_AS_THEY_ARE = ['BAMIN_TLS_CERTIFICATE', 'BAMIN_TLS_KEY', 'BAMIN_CODE_SIGNING_KEYS', 'BAMIN_WEB_ROOT'];

  it.each(SETTINGS.filter((name) => !TAKEN_AS_THEY_ARE.includes(name)))(
    'says in words what %s has to be, with an example',
    (name) => {
      const said = RUBBISH.map((value) => complaintAbout({ ...DEVELOPMENT, [name]: value }));
      const complaints = said.filter((sentence) => sentence !== undefined);
      expect(complaints.length).toBeGreaterThan(3);
      for (const sentence of complaints) {
        expect(sentence).toMatch(
          new RegExp(`^${name} is not valid\\. It has to be .{8,}, for example ${name}=\\S.*\\.$`),
        );
        expect(sentence).not.toMatch(/expected|received|NaN|Invalid/);
      }
    },
  );

  it.each(SETTINGS)('gives an example of %s that it takes', (name) => {
    const [, example] = /for example \w+=(.*)\.$/.exec(complaint(name).message)!;
    const others = name.startsWith('BAMIN_TLS') ? { BAMIN_TLS_KEY: 'k', BAMIN_TLS_CERTIFICATE: 'c' } : {};
    const gateways = { BAMIN_SMS_GATEWAY_URL: 'https://sms.example', BAMIN_PROOFING_URL: 'https://proofing.example' };
    const made = example!.replace(/^1:….*/, key(1, 1));
    expect(complaintAbout({ ...DEVELOPMENT, ...gateways, ...others, [name]: made })).toBeUndefined();
  });

  it('wants a certificate and its key together', () => {
    expect(complaintAbout({ ...DEVELOPMENT, BAMIN_TLS_CERTIFICATE: '/tls.pem' })).toContain(
      'BAMIN_TLS_KEY is missing.',
    );
    expect(complaintAbout({ ...DEVELOPMENT, BAMIN_TLS_KEY: '/tls.key' })).toContain(
      'BAMIN_TLS_CERTIFICATE is missing.',
    );
  });

  function complaintAbout(environment: NodeJS.ProcessEnv): string | undefined {
    try {
      return void readConfig(environment);
    } catch (error) {
      return (error as Error).message;
    }
  }

  it('never repeats a secret it refuses', () => {
    const secret = 'not-a-key-but-secret';
    expect(() => readConfig({ ...DEVELOPMENT, BAMIN_FIELD_KEYS: secret })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secret) }),
    );
  });

  it.each(['BAMIN_SECRETS_ARE_DEMO', 'BAMIN_DEMO_WORLD'])('refuses %s in production', (name) => {
    expect(readConfig({ ...DEVELOPMENT, [name]: '1' }).isProduction).toBe(false);
    expect(() => readConfig({ ...PRODUCTION, [name]: '1' })).toThrow(name);
  });

  it.each(['BAMIN_SMS_GATEWAY', 'BAMIN_PROOFING'])('refuses %s=demo in production', (name) => {
    expect(() => readConfig({ ...PRODUCTION, [name]: 'demo' })).toThrow(name);
  });

  it.each(['BAMIN_SMS_GATEWAY_URL', 'BAMIN_PROOFING_URL'])(
    'sends mobiles and faces nowhere in clear in production: %s',
    (name) => {
      expect(() => readConfig({ ...PRODUCTION, [name]: 'http://gateway.example/send' })).toThrow(
        `${name} has to be an https:// address in production.`,
      );
      expect(readConfig({ ...DEVELOPMENT, [name]: 'http://localhost:4000/send' }).isProduction).toBe(false);
      for (const address of ['file:///etc/passwd', 'ftp://gateway.example', 'javascript:0', 'gateway.example']) {
        expect(() => readConfig({ ...DEVELOPMENT, [name]: address })).toThrow(`${name} is not valid`);
      }
    },
  );

  it('has doubts about production without a certificate and without a declared proxy', () => {
    expect(doubtsAbout(readConfig(PRODUCTION))).toEqual([expect.stringContaining('BAMIN_TRUST_PROXY')]);
    expect(doubtsAbout(readConfig({ ...PRODUCTION, BAMIN_TRUST_PROXY: '1' }))).toEqual([]);
    expect(
      doubtsAbout(
        readConfig({
          ...PRODUCTION,
          BAMIN_TLS_CERTIFICATE: '/run/secrets/tls.pem',
          BAMIN_TLS_KEY: '/run/secrets/tls.key',
        }),
      ),
    ).toEqual([]);
    expect(doubtsAbout(readConfig(DEVELOPMENT))).toEqual([]);
  });
});
