import { Module } from '@nestjs/common';
import { OrganizationModule } from '../organization/organization.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { Config } from '../platform/config/config.js';
import { Claimants, ClaimCodeHandler } from './application/code/claim-code.js';
import { CodeViews } from './application/code/code-view.js';
import { CredentialDesk } from './application/code/credential-desk.js';
import { DigitsSecrets } from './application/code/digits-secrets.js';
import { EnrolDeviceHandler } from './application/code/enrol-device.js';
import { OwnDevicesHandler } from './application/code/own-devices.js';
import { OwnDigitsHandler } from './application/code/own-digits.js';
import { RenewCredentialHandler } from './application/code/renew-credential.js';
import { RevokeDeviceHandler } from './application/code/revoke-device.js';
import { WhenSessionsEnded } from './application/code/when-sessions-ended.js';
import { DemoVerdicts } from './application/demo-verdicts.js';
import { BatchViews } from './application/evidence/batch-views.js';
import { EvidenceIntake } from './application/evidence/evidence-intake.js';
import { FeedFiles } from './application/evidence/feed-files.js';
import { Feeds } from './application/evidence/feeds.js';
import { FileNames } from './application/evidence/file-names.js';
import { Lists } from './application/evidence/lists.js';
import { ReceiveFileHandler } from './application/evidence/receive-file.js';
import { Records } from './application/evidence/records.js';
import { Staging } from './application/evidence/staging.js';
import { Standing } from './application/evidence/standing.js';
import { Subjects } from './application/evidence/subjects.js';
import { HealthVerdictAbilities } from './application/health-verdict-abilities.js';
import { Retention } from './application/retention.js';
import { Judgement } from './application/verdict/judgement.js';
import { RuleBooks } from './application/verdict/rule-books.js';
import { TurnSweep } from './application/verdict/turn-sweep.js';
import { VerdictHistory } from './application/verdict/verdict-history.js';
import { VerdictReplay } from './application/verdict/verdict-replay.js';
import { DemoAreaLevels } from './areas/demo-area-levels.js';
import { SqlAreaLevels } from './areas/sql-area-levels.js';
import { AreaLevels } from './contracts/area-levels.js';
import { CodeReader } from './contracts/code-reader.js';
import { ColourScale } from './contracts/colours.js';
import { HealthCodes } from './domain/health-code.js';
import { CodeController, KeysController } from './http/code.controller.js';
import { ColourController } from './http/colour.controller.js';
import { FeedController } from './http/feed.controller.js';
import { CodeRows } from './infrastructure/code-rows.js';
import { DeviceSchema, HealthCodeSchema } from './infrastructure/health-code.schema.js';
import { MikroOrmHealthCodes } from './infrastructure/mikro-orm-health-codes.js';
import { SqlCodeReader } from './infrastructure/sql-code-reader.js';
import { JwkSetSigningKeys, SigningKeys } from './token/signing-keys.js';
import { PresentationVerifier } from './token/verify-presentation.js';

const HANDLERS = [
  ClaimCodeHandler,
  EnrolDeviceHandler,
  OwnDevicesHandler,
  OwnDigitsHandler,
  ReceiveFileHandler,
  RenewCredentialHandler,
  RevokeDeviceHandler,
];
const CODE = [Claimants, CodeRows, CodeViews, CredentialDesk, DigitsSecrets, WhenSessionsEnded];
const EVIDENCE = [BatchViews, EvidenceIntake, FeedFiles, Feeds, FileNames, Lists, Records, Staging, Standing, Subjects];
const VERDICT = [Judgement, RuleBooks, TurnSweep, VerdictHistory, VerdictReplay];

@Module({
  imports: [IdentityModule, OrganizationModule],
  controllers: [CodeController, ColourController, FeedController, KeysController],
  providers: [
    ...HANDLERS,
    ...CODE,
    ...EVIDENCE,
    ...VERDICT,
    DemoAreaLevels,
    DemoVerdicts,
    HealthVerdictAbilities,
    Retention,
    {
      provide: SigningKeys,
      useFactory: (config: Config) => new JwkSetSigningKeys(config.settings.BAMIN_CODE_SIGNING_KEYS),
      inject: [Config],
    },
    {
      provide: PresentationVerifier,
      useFactory: (keys: SigningKeys) => new PresentationVerifier(keys),
      inject: [SigningKeys],
    },
    { provide: AreaLevels, useClass: SqlAreaLevels },
    { provide: CodeReader, useClass: SqlCodeReader },
    { provide: ColourScale, useExisting: RuleBooks },
    { provide: HealthCodes, useClass: MikroOrmHealthCodes },
  ],
  exports: [AreaLevels, CodeReader, ColourScale],
})
export class HealthVerdictModule {
  static readonly entities = [DeviceSchema, HealthCodeSchema];
}
