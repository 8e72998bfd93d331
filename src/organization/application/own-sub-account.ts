import { Injectable } from '@nestjs/common';
import { covers, type Scope } from '../../platform/authorization/scope.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { noSuchSubAccount } from '../domain/errors.js';
import { ScanPermissionCache } from '../domain/scan-permission-cache.js';
import { type SubAccount, SubAccounts } from '../domain/sub-account.js';

/** Changes a sub-account that is the asker's to change; for everybody else it does not exist. */
@Injectable()
export class OwnSubAccount {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly subAccounts: SubAccounts,
    private readonly permissions: ScanPermissionCache,
  ) {}

  async change(id: string, manageable: Scope, work: (account: SubAccount) => void): Promise<void> {
    await this.transactions.run(async (tx) => {
      const account = await this.subAccounts.find(id);
      if (!account || !covers(manageable, { organizationId: account.organizationId })) throw noSuchSubAccount();
      work(account);
      await this.outbox.appendFrom(tx, account);
      tx.afterCommit(() => this.permissions.forget(id));
    });
  }
}
