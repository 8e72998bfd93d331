/** What the commands need of the cache in this process: that a change bites here at once. */
export abstract class ScanPermissionCache {
  abstract forget(accountId: string): void;
}
