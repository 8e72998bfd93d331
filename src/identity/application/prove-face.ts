import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../platform/kernel/clock.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Transactions } from '../../platform/persistence/transactions.js';
import { ResidentDirectory } from '../contracts/resident-directory.js';
import { faceMismatch, nameFirst, notAPicture } from '../domain/errors.js';
import { FaceCheck } from '../domain/ports.js';
import type { IdentityTables } from '../tables.js';
import { residentVerified } from './residents.js';
import { Sessions } from './sessions.js';

const LARGEST = 2 * 1024 * 1024;

/** L4: the live face is matched against the identity authority. The picture is forgotten at once. */
export class ProveFace extends Command<{ level: 4; provider: string }> {
  constructor(
    readonly residentId: string,
    readonly jpeg: Buffer,
  ) {
    super();
  }
}

@CommandHandler(ProveFace)
export class ProveFaceHandler implements ICommandHandler<ProveFace> {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly residents: ResidentDirectory,
    private readonly faces: FaceCheck,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  async execute({ residentId, jpeg }: ProveFace): Promise<{ level: 4; provider: string }> {
    if (!isJpeg(jpeg)) throw notAPicture();
    const resident = (await this.residents.find(residentId))!;
    if (resident.level < 3) throw nameFirst();
    const { matched, provider } = await this.faces.check(resident.document, jpeg);
    if (!matched) throw faceMismatch();
    await this.transactions.run(async (tx) => {
      const raised = await tx
        .db<IdentityTables>()
        .updateTable('identity.resident')
        .set({ level: 4 })
        .where('id', '=', residentId)
        .where('level', '=', 3)
        .returning('id')
        .executeTakeFirst();
      if (raised) await this.outbox.append(tx, [residentVerified(residentId, 4, this.clock.now())]);
      // The level belongs to what a session may do.
      await this.sessions.readAnew(tx, residentId);
    });
    return { level: 4, provider };
  }
}

function isJpeg(bytes: Buffer): boolean {
  return (
    bytes.length > 100 &&
    bytes.length <= LARGEST &&
    bytes.readUIntBE(0, 3) === 0xffd8ff &&
    bytes.readUInt16BE(bytes.length - 2) === 0xffd9
  );
}
