import { z } from 'zod';

/** What a setting has to be, as the end of the sentence "It has to be …", and one that is. */
function setting<T extends z.ZodType>(schema: T, allowed: string, example: string): T {
  return schema.meta({ allowed, example }) as T;
}

/** Digits only: neither an empty text nor `0x1` is a number here. */
function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most));
}

function oneOf<const T extends readonly [string, ...string[]]>(choices: T, usual: NoInfer<T[number]>) {
  return setting(
    z.enum(choices).default(usual as never),
    `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)!}`,
    usual,
  );
}

const flag = setting(
  z
    .enum(['0', '1'])
    .default('0')
    .transform((text) => text === '1'),
  '1 for yes or 0 for no',
  '0',
);
const path = (of: string, example: string) => setting(z.string().optional(), `the path of ${of}`, example);
const address = (schemes: RegExp) => z.string().refine((text) => schemes.test(text) && URL.canParse(text));

/** `id:base64` pairs, comma separated; the first one is current, the others still decrypt and match. */
const keyRing = setting(
  z.string().transform((text, issues) => {
    const keys = text.split(',').map((pair) => {
      const [id = '', encoded = ''] = pair.split(':');
      return { id: /^\d{1,3}$/.test(id) ? Number(id) : 256, key: Buffer.from(encoded, 'base64') };
    });
    const fits =
      keys.every(({ id, key }) => id < 256 && key.length === 32) &&
      new Set(keys.map(({ id }) => id)).size === keys.length;
    if (!fits) issues.addIssue({ code: 'custom' });
    return keys;
  }),
  'pairs id:base64 with commas between, each key of 32 bytes and each id, from 0 to 255, once',
  '1:…, the key made with openssl rand -base64 32',
);

const gateway = (example: string) =>
  setting(z.url({ protocol: /^https?$/ }).optional(), 'an https:// address', example);

export type KeyRing = readonly { id: number; key: Buffer }[];

const settings = z.object({
  NODE_ENV: oneOf(['development', 'test', 'production'], 'development'),
  PORT: setting(wholeNumber(0, 65_535).default(3000), 'a whole number from 0 to 65535', '3000'),
  DATABASE_URL: setting(
    address(/^postgres(ql)?:\/\//),
    'a postgresql:// address, its special characters written as %2F and the like',
    'postgresql://bamin:secret@db.example/bamin',
  ),
  REDIS_URL: setting(
    address(/^rediss?:\/\//).optional(),
    'a redis:// or rediss:// address',
    'redis://queue.example:6379',
  ),
  BAMIN_HOST: setting(
    z
      .string()
      .regex(/^[\w.:%-]{1,253}$/)
      .default('127.0.0.1'),
    'an address of this machine, without a port',
    '0.0.0.0',
  ),
  BAMIN_TLS_CERTIFICATE: path('a PEM file with a certificate', '/run/secrets/tls.pem'),
  BAMIN_TLS_KEY: path('a PEM file with its key', '/run/secrets/tls.key'),
  /** How many proxies stand in front; the address that the first of them saw is the client's, what came before it may be made up. */
  BAMIN_TRUST_PROXY: setting(
    wholeNumber(0, 10).default(0),
    'how many proxies stand in front, a whole number from 0 to 10',
    '1',
  ),
  BAMIN_LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'info'),
  BAMIN_FIELD_KEYS: keyRing,
  BAMIN_HASH_KEYS: keyRing,
  BAMIN_CODE_SIGNING_KEYS: setting(
    z.string(),
    'a JSON Web Key Set of P-256 private keys, or the path of a file that holds one; the first signs',
    '/run/secrets/code-signing-keys.json',
  ),
  BAMIN_SECRETS_ARE_DEMO: flag,
  BAMIN_SMS_GATEWAY: oneOf(['demo', 'http'], 'http'),
  BAMIN_SMS_GATEWAY_URL: gateway('https://sms.example/send'),
  BAMIN_PROOFING: oneOf(['demo', 'http'], 'http'),
  BAMIN_PROOFING_URL: gateway('https://proofing.example/match'),
  BAMIN_DEMO_WORLD: flag,
  BAMIN_WEB_ROOT: path('the folder of the built web client', 'dist/web'),
  BAMIN_UPLOAD_LIMIT_BYTES: setting(
    wholeNumber(1, Number.MAX_SAFE_INTEGER).default(200 * 1024 * 1024),
    'a whole number of bytes from 1',
    '209715200',
  ),
  BAMIN_ABNORMAL_TEMPERATURE: setting(
    z
      .string()
      .regex(/^\d{2}(\.\d{1,3})?$/)
      .transform(Number)
      .pipe(z.number().min(34).max(43))
      .default(37.3),
    'a number of °C from 34 to 43',
    '37.3',
  ),
});

export type Settings = z.output<typeof settings>;

/** Everything the program reads from its environment, validated once at start. */
export class Config {
  constructor(readonly settings: Settings) {}

  get isProduction(): boolean {
    return this.settings.NODE_ENV === 'production';
  }
}

export class ConfigProblem extends Error {}

/** The names of all there are. */
export const SETTINGS = Object.keys(settings.shape) as readonly (keyof Settings)[];

/** For operators: what is wrong with a setting, what it has to be, and an example; never its value. */
export function complaint(name: keyof Settings, wrong: 'not valid' | 'missing' = 'not valid'): ConfigProblem {
  const { allowed, example } = settings.shape[name].meta() as { allowed: string; example: string };
  return new ConfigProblem(`${name} is ${wrong}. It has to be ${allowed}, for example ${name}=${example}.`);
}

/** Mobiles, names and faces would travel in clear. */
const isOpen = (address: string | undefined) => address !== undefined && !address.toLowerCase().startsWith('https:');

const RULES: readonly [broken: (settings: Settings) => boolean, sentence: string][] = [
  [
    ({ NODE_ENV, BAMIN_SECRETS_ARE_DEMO }) => NODE_ENV === 'production' && BAMIN_SECRETS_ARE_DEMO,
    'BAMIN_SECRETS_ARE_DEMO is set: generated demo secrets are refused in production.',
  ],
  [
    ({ NODE_ENV, BAMIN_DEMO_WORLD }) => NODE_ENV === 'production' && BAMIN_DEMO_WORLD,
    'BAMIN_DEMO_WORLD is set: the demo world is refused in production.',
  ],
  [
    ({ NODE_ENV, BAMIN_SMS_GATEWAY }) => NODE_ENV === 'production' && BAMIN_SMS_GATEWAY === 'demo',
    'BAMIN_SMS_GATEWAY=demo is refused in production.',
  ],
  [
    ({ NODE_ENV, BAMIN_PROOFING }) => NODE_ENV === 'production' && BAMIN_PROOFING === 'demo',
    'BAMIN_PROOFING=demo is refused in production.',
  ],
  [
    ({ NODE_ENV, BAMIN_SMS_GATEWAY_URL }) => NODE_ENV === 'production' && isOpen(BAMIN_SMS_GATEWAY_URL),
    'BAMIN_SMS_GATEWAY_URL has to be an https:// address in production.',
  ],
  [
    ({ NODE_ENV, BAMIN_PROOFING_URL }) => NODE_ENV === 'production' && isOpen(BAMIN_PROOFING_URL),
    'BAMIN_PROOFING_URL has to be an https:// address in production.',
  ],
];

/** What one setting makes another need. */
const NEEDED: readonly [missing: (settings: Settings) => boolean, name: keyof Settings][] = [
  [
    ({ BAMIN_SMS_GATEWAY, BAMIN_SMS_GATEWAY_URL }) => BAMIN_SMS_GATEWAY === 'http' && !BAMIN_SMS_GATEWAY_URL,
    'BAMIN_SMS_GATEWAY_URL',
  ],
  [({ BAMIN_PROOFING, BAMIN_PROOFING_URL }) => BAMIN_PROOFING === 'http' && !BAMIN_PROOFING_URL, 'BAMIN_PROOFING_URL'],
  [({ BAMIN_TLS_CERTIFICATE, BAMIN_TLS_KEY }) => Boolean(BAMIN_TLS_CERTIFICATE) && !BAMIN_TLS_KEY, 'BAMIN_TLS_KEY'],
  [
    ({ BAMIN_TLS_CERTIFICATE, BAMIN_TLS_KEY }) => Boolean(BAMIN_TLS_KEY) && !BAMIN_TLS_CERTIFICATE,
    'BAMIN_TLS_CERTIFICATE',
  ],
];

/** @returns what does not keep a program from starting in production, but is hardly what its operator wants */
export function doubtsAbout({ settings, isProduction }: Config): string[] {
  const { BAMIN_TRUST_PROXY: proxies, BAMIN_TLS_CERTIFICATE: certificate } = settings;
  if (!isProduction || proxies > 0 || certificate) return [];
  return [
    'BAMIN_TRUST_PROXY is 0 and BAMIN_TLS_CERTIFICATE is missing: browsers send the session over HTTPS only. Say how many proxies stand in front, ' +
      'or everybody seems to come from one address.',
  ];
}

/** @throws ConfigProblem that names the variable and never repeats its value. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const unknown = Object.keys(environment).find((name) => name.startsWith('BAMIN_') && !(name in settings.shape));
  if (unknown) throw new ConfigProblem(`${unknown} is not a setting of this program.`);
  const present = Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) => name in settings.shape && value !== undefined && value !== '',
    ),
  );
  const parsed = settings.safeParse(present);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]!.path[0]) as keyof Settings;
    throw complaint(name, name in present ? 'not valid' : 'missing');
  }
  const broken = RULES.find(([isBroken]) => isBroken(parsed.data));
  if (broken) throw new ConfigProblem(broken[1]);
  const needed = NEEDED.find(([isMissing]) => isMissing(parsed.data));
  if (needed) throw complaint(needed[1], 'missing');
  return new Config(parsed.data);
}
