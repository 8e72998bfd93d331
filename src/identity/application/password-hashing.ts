import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { busy } from '../domain/errors.js';

/** OWASP's minimum for argon2id: 19 MiB, two passes; about 35 ms of one core. */
const COST = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 2;
const WAITING = 200;

/** Hashes passwords, a few at a time: sign-ins may not starve the scans. */
@Injectable()
export class PasswordHashing {
  private readonly queue: (() => void)[] = [];
  private running = 0;
  /** Compared when there is no account, so that the answer takes as long. */
  private readonly nobody = hash('nobody has this password', COST);

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password.normalize('NFKC'), COST));
  }

  async matches(stored: string | null | undefined, password: string): Promise<boolean> {
    const against = stored ?? (await this.nobody);
    const right = await this.inTurn(() => verify(against, password.normalize('NFKC')));
    return right && stored !== null && stored !== undefined;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.queue.length >= WAITING) throw busy();
      await new Promise<void>((resolve) => this.queue.push(resolve));
    }
    this.running++;
    try {
      return await work();
    } finally {
      this.running--;
      this.queue.shift()?.();
    }
  }
}
