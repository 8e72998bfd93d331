import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { Database } from '../../platform/persistence/database.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { AccountSeal } from '../application/account-seal.js';
import { SmsCodes } from '../application/sms-codes.js';
import type { DocumentType } from '../contracts/document.js';
import { type AssuranceLevel, ResidentDirectory, type ResidentFacts } from '../contracts/resident-directory.js';
import { StepUp } from '../contracts/step-up.js';
import { Accounts } from '../domain/account.js';
import type { IdentityTables } from '../tables.js';

@Injectable()
export class SqlResidentDirectory extends ResidentDirectory {
  constructor(
    private readonly database: Database,
    private readonly cipher: FieldCipher,
  ) {
    super();
  }

  async find(residentId: string): Promise<ResidentFacts | undefined> {
    const row = await this.database
      .read<IdentityTables>()
      .selectFrom('identity.resident as r')
      .innerJoin('identity.account as a', 'a.resident_id', 'r.id')
      .where('r.id', '=', residentId)
      .select(['r.id', 'r.level', 'r.name', 'r.masked_name', 'r.birth_date', 'r.sex'])
      .select(['r.document_type', 'r.document', 'r.document_ends', 'a.masked_mobile'])
      .$narrowType<{ level: AssuranceLevel; sex: 'female' | 'male' | null; document_type: DocumentType }>()
      .executeTakeFirst();
    return (
      row && {
        residentId: row.id,
        level: row.level,
        name: this.cipher.decrypt(row.name, 'name'),
        maskedName: row.masked_name,
        ...(row.birth_date ? { birthDate: row.birth_date } : {}),
        ...(row.sex ? { sex: row.sex } : {}),
        document: { type: row.document_type, normalised: this.cipher.decrypt(row.document, 'document') },
        documentEnds: row.document_ends,
        maskedMobile: row.masked_mobile,
      }
    );
  }
}

@Injectable()
export class SmsStepUp extends StepUp {
  constructor(
    private readonly accounts: Accounts,
    private readonly seal: AccountSeal,
    private readonly smsCodes: SmsCodes,
    private readonly transactions: Transactions,
  ) {
    super();
  }

  async smsPassed(accountId: string, code: string, purpose: 'device'): Promise<boolean> {
    const account = await this.accounts.find(accountId);
    if (!account) return false;
    const proven = await this.smsCodes.prove({ mobile: this.seal.mobileOf(account), code, purpose });
    return proven.proof === 'right' && this.transactions.run((tx) => this.smsCodes.spend(tx, proven.codeId));
  }
}
