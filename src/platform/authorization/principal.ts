import { defineError } from '../kernel/domain-error.js';

export type Role =
  | 'resident'
  | 'scanner'
  | 'enterprise-administrator'
  | 'unit-administrator'
  | 'unit-clerk'
  | 'authority-operator'
  | 'platform-operator'
  | 'approver'
  | 'security-officer'
  | 'auditor'
  | 'analyst';

/** Who asks, in the one capacity chosen for this session. */
export interface Principal {
  readonly sessionId: string;
  readonly accountId: string;
  readonly capacityId: string;
  readonly role: Role;
  /** A resident's own identity, and how surely it is proven (L1–L4). */
  readonly residentId?: string;
  readonly assurance?: 1 | 2 | 3 | 4;
  readonly organizationId?: string;
  /** ltree path of the unit; a unit sees its subtree. */
  readonly unitPath?: string;
  readonly authorityId?: string;
  readonly mustChangePassword: boolean;
}

/** Answered by the context that keeps sessions; an answer may be at most five seconds old. */
export abstract class SessionLookup {
  abstract byToken(token: string): Promise<Principal | undefined>;
}

export const notSignedIn = defineError('SESSION.REQUIRED', 'unauthenticated', { zh: '请先登录', en: 'Sign in first' });
