import { Redis } from 'ioredis';
import { type Config, ConfigProblem } from '../config/config.js';

/**
 * On one machine a Redis that is named but not there is a mistake, and said at once. Where processes come and go beside a Redis of
 * their own they must start without it: the reconciler makes up for what was not queued.
 */
export async function expectRedis({ settings: { REDIS_URL } }: Config): Promise<void> {
  if (!REDIS_URL) return;
  const redis = new Redis(REDIS_URL, {
    lazyConnect: true,
    connectTimeout: 5000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.ping();
  } catch {
    throw new ConfigProblem('Redis does not answer at REDIS_URL.');
  } finally {
    redis.disconnect();
  }
}
