import { describe, expect, it } from '@jest/globals';
import { Config } from '../config/config.js';
import { logger } from './logger.js';

function lines(write: (log: ReturnType<typeof logger>) => void, level = 'info'): Record<string, unknown>[] {
  const written: string[] = [];
  write(logger(new Config({ BAMIN_LOG_LEVEL: level } as never), { write: (line) => void written.push(line) }));
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('Log lines', () => {
  it('are JSON with the part of the program that speaks', () => {
    expect(lines((log) => log.log('Ready.', 'Http'))).toEqual([
      expect.objectContaining({ level: 30, context: 'Http', msg: 'Ready.' }),
    ]);
  });

  it('lose names, numbers and secrets even when somebody hands them over', () => {
    const facts = {
      route: 'POST /sessions',
      password: 'a',
      cookie: 'b',
      mobile: '13800000001',
      resident: { name: '张三', document: '350102', level: 4 },
    };
    const [line] = lines((log) => log.warn(facts, 'Http'));
    expect(line?.['facts']).toEqual({ route: 'POST /sessions', resident: { level: 4 } });
  });

  it('below the chosen level are not written', () => {
    expect(lines((log) => log.log('Chatter.'), 'error')).toEqual([]);
  });
});
