import { z } from 'zod';

const flag = z.enum(['0', '1']).default('0').transform((text) => text === '1');

/** `id:base64` pairs, comma separated; the first one is current, the others still decrypt and match. 32 bytes each. */
const keyRing = z
  .string()
  .min(1)
  .transform((text, issues) => {
    const ids = new Set<number>();
    return text.split(',').map((pair) => {
      const [id, encoded] = pair.split(':');
      const key = Buffer.from(encoded ?? '', 'base64');
      if (!/^\d{1,3}$/.test(id ?? '') || Number(id) > 255 || key.length !== 32) {
        issues.addIssue({ code: 'custom', message: 'each key is `id:base64` with an id of 0–255 and 32 bytes' });
      }
      if (ids.size === ids.add(Number(id)).size) issues.addIssue({ code: 'custom', message: 'two keys have the same id' });
      return { id: Number(id), key };
    });
  });

const gateway = z.url({ protocol: /^https?$/, error: 'an https:// address' }).optional();

export type KeyRing = readonly { id: number; key: Buffer }[];

const settings = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'a postgresql:// address'),
  REDIS_URL: z.string().regex(/^rediss?:\/\//, 'a redis:// address').optional(),
  BAMIN_HOST: z.string().default('127.0.0.1'),
  BAMIN_TLS_CERTIFICATE: z.string().optional(),
  BAMIN_TLS_KEY: z.string().optional(),
  /** How many proxies stand in front; the address that the first of them saw is the client's, what came before it may be made up. */
  BAMIN_TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  BAMIN_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  BAMIN_FIELD_KEYS: keyRing,
  BAMIN_HASH_KEYS: keyRing,
  /** A JSON Web Key Set of P-256 private keys, or the path of a file that holds one; the first signs. */
  BAMIN_CODE_SIGNING_KEYS: z.string().min(1),
  BAMIN_SECRETS_ARE_DEMO: flag,
  BAMIN_SMS_GATEWAY: z.enum(['demo', 'http']).default('http'),
  BAMIN_SMS_GATEWAY_URL: gateway,
  BAMIN_PROOFING: z.enum(['demo', 'http']).default('http'),
  BAMIN_PROOFING_URL: gateway,
  BAMIN_DEMO_WORLD: flag,
  BAMIN_WEB_ROOT: z.string().optional(),
  BAMIN_UPLOAD_LIMIT_BYTES: z.coerce.number().int().positive().default(200 * 1024 * 1024),
  BAMIN_ABNORMAL_TEMPERATURE: z.coerce.number().min(34).max(43).default(37.3),
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

/** Mobiles, names and faces would travel in clear. */
const isOpen = (address: string | undefined) => address !== undefined && !address.toLowerCase().startsWith('https:');

const RULES: readonly [broken: (settings: Settings) => boolean, sentence: string][] = [
  [
    ({ NODE_ENV, BAMIN_SECRETS_ARE_DEMO }) => NODE_ENV === 'production' && BAMIN_SECRETS_ARE_DEMO,
    'BAMIN_SECRETS_ARE_DEMO is set: generated demo secrets are refused in production.',
  ],
  [({ NODE_ENV, BAMIN_DEMO_WORLD }) => NODE_ENV === 'production' && BAMIN_DEMO_WORLD, 'BAMIN_DEMO_WORLD is set: the demo world is refused in production.'],
  [({ NODE_ENV, BAMIN_SMS_GATEWAY }) => NODE_ENV === 'production' && BAMIN_SMS_GATEWAY === 'demo', 'BAMIN_SMS_GATEWAY=demo is refused in production.'],
  [({ NODE_ENV, BAMIN_PROOFING }) => NODE_ENV === 'production' && BAMIN_PROOFING === 'demo', 'BAMIN_PROOFING=demo is refused in production.'],
  [({ NODE_ENV, BAMIN_SMS_GATEWAY_URL }) => NODE_ENV === 'production' && isOpen(BAMIN_SMS_GATEWAY_URL), 'BAMIN_SMS_GATEWAY_URL has to be an https:// address in production.'],
  [({ NODE_ENV, BAMIN_PROOFING_URL }) => NODE_ENV === 'production' && isOpen(BAMIN_PROOFING_URL), 'BAMIN_PROOFING_URL has to be an https:// address in production.'],
  [({ BAMIN_SMS_GATEWAY, BAMIN_SMS_GATEWAY_URL }) => BAMIN_SMS_GATEWAY === 'http' && !BAMIN_SMS_GATEWAY_URL, 'BAMIN_SMS_GATEWAY_URL is missing.'],
  [({ BAMIN_PROOFING, BAMIN_PROOFING_URL }) => BAMIN_PROOFING === 'http' && !BAMIN_PROOFING_URL, 'BAMIN_PROOFING_URL is missing.'],
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

/** @throws ConfigProblem with one sentence that names the variable and never repeats its value. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const unknown = Object.keys(environment).find((name) => name.startsWith('BAMIN_') && !(name in settings.shape));
  if (unknown) throw new ConfigProblem(`${unknown} is not a setting of this program.`);
  const present = Object.fromEntries(Object.entries(environment).filter(([name, value]) => name in settings.shape && value !== undefined && value !== ''));
  const parsed = settings.safeParse(present);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const name = String(issue.path[0]);
    throw new ConfigProblem(name in present ? `${name} is not valid: ${issue.message}.` : `${name} is missing.`);
  }
  const broken = RULES.find(([isBroken]) => isBroken(parsed.data));
  if (broken) throw new ConfigProblem(broken[1]);
  return new Config(parsed.data);
}
