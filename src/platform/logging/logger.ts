import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, pino } from 'pino';
import type { Config } from '../config/config.js';

/** Personal data and secrets never belong in a log; these names are removed even if somebody forgets. */
const NEVER = [
  'name',
  'mobile',
  'document',
  'number',
  'password',
  'smsCode',
  'token',
  'cookie',
  'authorization',
  'body',
];

/** Nest's log lines as JSON on standard output. */
export function logger(config: Config, destination?: DestinationStream): LoggerService {
  const paths = NEVER.flatMap((field) => [`facts.${field}`, `facts.*.${field}`]);
  const options = { level: config.settings.BAMIN_LOG_LEVEL, redact: { paths, remove: true } };
  const out = destination ? pino(options, destination) : pino(options);
  const line =
    (level: 'info' | 'error' | 'warn' | 'debug') =>
    (message: unknown, ...more: unknown[]) => {
      const context = more.findLast((part): part is string => typeof part === 'string');
      if (typeof message === 'object') out[level]({ context, facts: message });
      else out[level]({ context }, String(message));
    };
  return {
    log: line('info'),
    error: line('error'),
    warn: line('warn'),
    debug: line('debug'),
    verbose: line('debug'),
    fatal: line('error'),
  };
}
