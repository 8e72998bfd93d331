export interface ScanPermission {
  readonly subAccountId: string;
  readonly organizationId: string;
  readonly organizationName: string;
  /** Place of the unit in the tree; an enterprise has none. */
  readonly unitPath?: string;
  readonly scannerName: string;
  /** Whether scanners of this unit see the causes by name. */
  readonly showCauses: boolean;
}

/** Whether an account may scan now, and for whom; an answer is at most five seconds old. */
export abstract class ScanPermissionLookup {
  abstract forAccount(accountId: string): Promise<ScanPermission | undefined>;
}
