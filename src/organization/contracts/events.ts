import { z } from 'zod';
import { eventType } from '../../platform/kernel/event-type.js';

const subAccountFact = z.object({ subAccountId: z.guid(), organizationId: z.guid() });

export const SubAccountAddedV1 = eventType<SubAccountFact>('organization.sub-account-added.v1', subAccountFact);
export const SubAccountDisabledV1 = eventType<SubAccountFact>('organization.sub-account-disabled.v1', subAccountFact);
export const SubAccountEnabledV1 = eventType<SubAccountFact>('organization.sub-account-enabled.v1', subAccountFact);
/** The name was corrected; ask the staff directory for it. */
export const SubAccountRenamedV1 = eventType<SubAccountFact>('organization.sub-account-renamed.v1', subAccountFact);
export interface SubAccountFact {
  readonly subAccountId: string;
  readonly organizationId: string;
}

export const AdministratorAppointedV1 = eventType<AdministratorAppointed>(
  'organization.administrator-appointed.v1',
  z.object({ administratorId: z.guid(), organizationId: z.guid() }),
);
export interface AdministratorAppointed {
  readonly administratorId: string;
  readonly organizationId: string;
}
