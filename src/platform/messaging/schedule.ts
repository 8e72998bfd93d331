import { SetMetadata } from '@nestjs/common';

/** A sweep; runs in one process at a time. */
export interface Scheduled {
  run(): Promise<void>;
}

const KEY = 'bamin:every';
export const Every = Object.assign((options: { seconds: number }) => SetMetadata(KEY, options), { KEY });
