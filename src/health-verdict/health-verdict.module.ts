import { Global, Module } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { ClaimCodeHandler, NewCodes } from './application/claim-code.js';
import { CodeViews } from './application/code-view.js';
import { DemoVerdicts } from './application/demo-verdicts.js';
import { CredentialDesk, Devices } from './application/devices.js';
import { HealthVerdictAbilities } from './application/health-verdict-abilities.js';
import { TakeInBatchHandler } from './application/take-in-batch.js';
import { TurnSweep } from './application/turn-sweep.js';
import { CodeReader } from './contracts/code-reader.js';
import { CodeController, KeysController } from './http/code.controller.js';
import { FeedController } from './http/feed.controller.js';
import { Batches } from './infrastructure/batches.js';
import { EvidenceIntake } from './infrastructure/evidence-intake.js';
import { Judgement } from './infrastructure/judgement.js';
import { RuleBook } from './infrastructure/rule-book.js';
import { SqlCodeReader } from './infrastructure/sql-code-reader.js';
import { Subjects } from './infrastructure/subjects.js';
import { JwkSetSigningKeys, SigningKeys } from './presentation/signing-keys.js';
import { PresentationVerifier } from './presentation/verify-presentation.js';

const HANDLERS = [ClaimCodeHandler, TakeInBatchHandler];
const PARTS = [
  Batches, CodeViews, CredentialDesk, DemoVerdicts, Devices, EvidenceIntake, HealthVerdictAbilities, Judgement, NewCodes, RuleBook, Subjects, TurnSweep,
];

@Global()
@Module({
  controllers: [CodeController, FeedController, KeysController],
  providers: [
    ...HANDLERS,
    ...PARTS,
    { provide: SigningKeys, useFactory: (config: Config) => new JwkSetSigningKeys(config.settings.BAMIN_CODE_SIGNING_KEYS), inject: [Config] },
    { provide: PresentationVerifier, useFactory: (keys: SigningKeys) => new PresentationVerifier(keys), inject: [SigningKeys] },
    { provide: CodeReader, useClass: SqlCodeReader },
  ],
  exports: [CodeReader],
})
export class HealthVerdictModule {}
