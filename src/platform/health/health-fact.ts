import { SetMetadata } from '@nestjs/common';

export type State = 'degraded' | 'not-ready';

/** Something that is not as it should be: `degraded` = requests are served all the same, `not-ready` = this process had better get none. */
export interface Finding {
  /** What it is about, in one word: `clock`, or the name of a projection. */
  readonly part: string;
  readonly state: State;
  /** One sentence for whoever runs the system; no personal data. */
  readonly why: string;
}

/**
 * One thing that is checked in the background every two seconds; readiness is answered from what was found last. A provider with
 * `@ReportsHealth(...)` that extends this is found by itself. Whoever throws or takes longer than two seconds has the state `silent`.
 */
export abstract class HealthFact {
  /** @returns what is wrong now; nothing when all is well */
  abstract check(): Promise<readonly Finding[]>;
}

export interface HealthFactOptions {
  readonly part: string;
  readonly silent: State;
}

const KEY = 'bamin:reports-health';
export const ReportsHealth = Object.assign((options: HealthFactOptions) => SetMetadata(KEY, options), { KEY });
