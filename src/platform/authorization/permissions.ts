/**
 * Everything that can be allowed: to whom it is, the abilities of the contexts say; what a route needs, its `@Allow`; what a page shows,
 * the web by the permissions of its session. Subjects are domain nouns, actions words of use cases; what is not here does not compile.
 */
export const PERMISSIONS = {
  Account: ['issueOneTimePassword'],
  Feed: ['read', 'upload'],
  HealthCode: ['claim', 'show'],
  Message: ['read'],
  Operation: ['read', 'cancel'],
  Organization: ['read'],
  Passage: ['read'],
  Resident: ['read', 'prove'],
  Scan: ['record'],
  ScanPoint: ['read', 'propose', 'manage'],
  Session: ['use'],
  Shift: ['open'],
  SubAccount: ['read', 'manage'],
  Unit: ['arrange'],
  UnitDay: ['read'],
} as const;

export type Subject = keyof typeof PERMISSIONS;
export type ActionOn<S extends Subject> = (typeof PERMISSIONS)[S][number];
export type Permission = { [S in Subject]: { readonly action: ActionOn<S>; readonly subject: S } }[Subject];
