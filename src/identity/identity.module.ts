import { Module, type Provider, type Type } from '@nestjs/common';
import { OrganizationModule } from '../organization/organization.module.js';
import { ModuleRef } from '@nestjs/core';
import { TakenIds } from '../organization/contracts/taken-ids.js';
import { Config, type Settings } from '../platform/config/config.js';
import { SessionLookup } from '../platform/authorization/principal.js';
import { AccountSeal } from './application/account-seal.js';
import { ActivateHandler } from './application/activate.js';
import { ChangePasswordHandler } from './application/change-password.js';
import { ChooseCapacityHandler, SignOutHandler } from './application/change-session.js';
import { DemoPeople } from './application/demo-people.js';
import { ForgetTraces } from './application/forget-traces.js';
import { Guesses } from './application/guesses.js';
import { IdentityAbilities } from './application/identity-abilities.js';
import { InviteOperatorHandler } from './application/invite-operator.js';
import { KnownBrowsers } from './application/known-browsers.js';
import { LatelyEndedSessions } from './application/lately-ended-sessions.js';
import { Messages } from './application/messages.js';
import { IssueOneTimePasswordHandler, OwnStaff } from './application/one-time-password.js';
import { Proofing } from './application/proofing.js';
import { ProveFaceHandler } from './application/prove-face.js';
import { LostAccounts, RecoverPasswordHandler } from './application/recover-password.js';
import { RegisterHandler, RepeatedRegistrations } from './application/register.js';
import { Residents } from './application/residents.js';
import { IdentityRetention } from './application/retention.js';
import { SendSmsCodeHandler } from './application/send-sms-code.js';
import { SessionViews } from './application/session-view.js';
import { PasswordProof, SessionOpening, SignInHandler } from './application/sign-in.js';
import { SmsCodes } from './application/sms-codes.js';
import { SmsLimits } from './application/sms-limits.js';
import { StaffAccounts } from './application/staff-accounts.js';
import {
  WhenAdministratorAppointed,
  WhenSubAccountAdded,
  WhenSubAccountDisabledOrEnabled,
  WhenSubAccountRenamed,
} from './application/when-staff-changed.js';
import { WhenNoticeWanted } from './application/when-notice-wanted.js';
import { EndedSessions } from './contracts/ended-sessions.js';
import { ResidentDirectory } from './contracts/resident-directory.js';
import { StepUp } from './contracts/step-up.js';
import { Accounts } from './domain/account.js';
import { FaceCheck, NameCheck, SmsGateway } from './domain/ports.js';
import { AccountController, DemoInboxController, ResidentController } from './http/resident.controller.js';
import { SessionController } from './http/session.controller.js';
import { AccountSchema } from './infrastructure/account.schema.js';
import { MikroOrmAccounts } from './infrastructure/mikro-orm-accounts.js';
import { SmsStepUp, SqlResidentDirectory } from './infrastructure/directory.js';
import { NewPasswords } from './application/new-passwords.js';
import { PasswordHashing } from './application/password-hashing.js';
import { DemoFaceCheck, DemoNameCheck, HttpFaceCheck, HttpNameCheck } from './infrastructure/proofing.js';
import { Sessions } from './application/sessions.js';
import { SqlTakenIds } from './infrastructure/taken-ids.js';
import { DemoSmsGateway, HttpSmsGateway } from './infrastructure/sms-gateways.js';

const HANDLERS = [
  ActivateHandler,
  ChangePasswordHandler,
  ChooseCapacityHandler,
  InviteOperatorHandler,
  IssueOneTimePasswordHandler,
  ProveFaceHandler,
  RecoverPasswordHandler,
  RegisterHandler,
  SendSmsCodeHandler,
  SignInHandler,
  SignOutHandler,
];
const REACTIONS = [
  WhenAdministratorAppointed,
  WhenNoticeWanted,
  WhenSubAccountAdded,
  WhenSubAccountDisabledOrEnabled,
  WhenSubAccountRenamed,
];
const PARTS = [
  AccountSeal,
  ForgetTraces,
  Guesses,
  IdentityAbilities,
  IdentityRetention,
  KnownBrowsers,
  LatelyEndedSessions,
  LostAccounts,
  Messages,
  NewPasswords,
  OwnStaff,
  PasswordHashing,
  PasswordProof,
  Proofing,
  RepeatedRegistrations,
  Residents,
  SessionOpening,
  SessionViews,
  Sessions,
  SmsCodes,
  SmsLimits,
  StaffAccounts,
];

function chosen<T>(
  port: abstract new (...args: never[]) => T,
  setting: keyof Settings,
  demo: Type<T>,
  http: Type<T>,
): Provider[] {
  const choose = (config: Config, module: ModuleRef) =>
    module.create(config.settings[setting] === 'demo' ? demo : http);
  return [{ provide: port, useFactory: choose, inject: [Config, ModuleRef] }];
}

@Module({
  imports: [OrganizationModule],
  controllers: [AccountController, DemoInboxController, ResidentController, SessionController],
  providers: [
    ...HANDLERS,
    ...REACTIONS,
    ...PARTS,
    DemoPeople,
    ...chosen(SmsGateway, 'BAMIN_SMS_GATEWAY', DemoSmsGateway, HttpSmsGateway),
    ...chosen(NameCheck, 'BAMIN_PROOFING', DemoNameCheck, HttpNameCheck),
    ...chosen(FaceCheck, 'BAMIN_PROOFING', DemoFaceCheck, HttpFaceCheck),
    { provide: Accounts, useClass: MikroOrmAccounts },
    { provide: SessionLookup, useExisting: Sessions },
    { provide: EndedSessions, useExisting: LatelyEndedSessions },
    { provide: ResidentDirectory, useClass: SqlResidentDirectory },
    { provide: StepUp, useClass: SmsStepUp },
    { provide: TakenIds, useClass: SqlTakenIds },
  ],
  exports: [EndedSessions, SessionLookup, ResidentDirectory, StepUp, TakenIds],
})
export class IdentityModule {
  static readonly entities = [AccountSchema];
}
