import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import type { Config } from '../config/config.js';

/** Personal data and secrets never belong in a log; these names are removed even if somebody forgets. */
const NEVER = ['name', 'mobile', 'document', 'number', 'password', 'smsCode', 'token', 'cookie', 'authorization', 'body'];

/** Nest's log lines as JSON on standard output. */
export function logger(config: Config): LoggerService {
  const out = pino({ level: config.settings.BAMIN_LOG_LEVEL, redact: { paths: NEVER.flatMap((field) => [`facts.${field}`, `*.${field}`]), remove: true } });
  const line = (level: 'info' | 'error' | 'warn' | 'debug') => (message: unknown, ...more: unknown[]) => {
    const context = more.findLast((part): part is string => typeof part === 'string');
    if (typeof message === 'object') out[level]({ context, facts: message });
    else out[level]({ context }, String(message));
  };
  return { log: line('info'), error: line('error'), warn: line('warn'), debug: line('debug'), verbose: line('debug'), fatal: line('error') };
}
