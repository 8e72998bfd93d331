/** What the commands need of the cache in this process: that a change bites here at once. */
export abstract class ScanPermissionCache {
  /** Of one account, or of all. */
  abstract forget(accountId?: string): void;
}
