import { Injectable } from '@nestjs/common';
import { DemoScenario, Scenario } from '../../platform/demo/scenario.js';
import { localDate } from '../../platform/kernel/shanghai.js';
import { readMobile } from '../../platform/kernel/mobile.js';
import { Clock } from '../../platform/kernel/clock.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { checkCharacter, parseDocument } from '../contracts/document.js';
import { DEMO_PASSWORD } from '../domain/password-rules.js';
import { Account, Accounts } from '../domain/account.js';
import type { IdentityTables } from '../tables.js';
import { AccountSeal } from './account-seal.js';
import { PasswordHashing } from './password-hashing.js';
import { Residents } from './residents.js';

const id = (tail: string) => `01900000-0000-7000-8000-00000000${tail}`;
/** Made-up people; the numbers carry a right check character and belong to nobody we know of. */
const RESIDENTS = [
  { id: id('d001'), name: '陈小明', number: '35010219880806901', mobile: '13800000001', level: 4 },
  { id: id('d002'), name: '欧阳美玲', number: '35020319920315902', mobile: '13800000002', level: 4 },
  { id: id('d003'), name: '张建国', number: '35010319500101903', mobile: '13800000003', level: 3 },
];
const OPERATORS: readonly { id: string; mobile: string; displayName: string; role: string; authorityId?: string }[] = [
  { id: id('b001'), mobile: '13900000001', displayName: '王数据', role: 'authority-operator', authorityId: id('a001') },
  { id: id('b009'), mobile: '13900000009', displayName: '李平台', role: 'platform-operator' },
];
const demoMobile = (number: string) => readMobile(number)!;
const STAFF = ['b002', 'b003', 'b004', 'b005'].map(id);

@Injectable()
@DemoScenario(20)
export class DemoPeople extends Scenario {
  constructor(
    private readonly transactions: Transactions,
    private readonly residents: Residents,
    private readonly accounts: Accounts,
    private readonly seal: AccountSeal,
    private readonly passwords: PasswordHashing,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(): Promise<void> {
    if (await this.accounts.find(RESIDENTS[0]!.id)) return;
    for (const resident of RESIDENTS) await this.register(resident);
    for (const staff of STAFF) {
      const passwordHash = await this.passwords.hash(DEMO_PASSWORD, (await this.accounts.find(staff))!);
      await this.transactions.run(async () => (await this.accounts.hold(staff))!.choosePassword(passwordHash));
    }
    for (const operator of OPERATORS) await this.appoint(operator);
  }

  private async register({ level, number, ...demo }: (typeof RESIDENTS)[number]): Promise<void> {
    const document = { type: 'resident-id', number: number + checkCharacter(number) } as const;
    const parsed = parseDocument(document.type, document.number, localDate(this.clock.now()));
    if (!parsed.ok) throw new Error(`A demo document is not valid: ${parsed.problem}`);
    const person = { ...demo, mobile: demoMobile(demo.mobile), document };
    const passwordHash = await this.passwords.hash(DEMO_PASSWORD, this.seal.loginOf(person.mobile));
    await this.transactions.run(async (tx) => {
      await this.residents.open(tx, person, parsed.document, passwordHash);
      await tx
        .db<IdentityTables>()
        .updateTable('identity.resident')
        .set({ level })
        .where('id', '=', person.id)
        .execute();
    });
  }

  private async appoint({
    id,
    role,
    authorityId,
    displayName,
    ...operator
  }: (typeof OPERATORS)[number]): Promise<void> {
    const mobile = demoMobile(operator.mobile);
    const passwordHash = await this.passwords.hash(DEMO_PASSWORD, this.seal.loginOf(mobile));
    const capacity = { id, role, ...(authorityId ? { authorityId } : {}) };
    const opened = { id, ...this.seal.seal(mobile, displayName), capacity, passwordHash };
    await this.transactions.run(() => this.accounts.add(Account.ofStaff(opened, this.clock.now())));
  }
}
