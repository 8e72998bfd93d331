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

const place = z.string().min(1);

/** A unit of the government got a place in the tree. */
export const UnitOpenedV1 = eventType<UnitOpened>(
  'organization.unit-opened.v1',
  z.object({ unitId: z.guid(), path: place }),
);
export interface UnitOpened {
  readonly unitId: string;
  readonly path: string;
}

export const UnitRenamedV1 = eventType<UnitRenamed>(
  'organization.unit-renamed.v1',
  z.object({ unitId: z.guid(), name: z.string().min(1) }),
);
export interface UnitRenamed {
  readonly unitId: string;
  readonly name: string;
}

/** The units below it moved with it: their places begin with `to` where they began with `from`. */
export const UnitMovedV1 = eventType<UnitMoved>(
  'organization.unit-moved.v1',
  z.object({ unitId: z.guid(), from: place, to: place }),
);
export interface UnitMoved {
  readonly unitId: string;
  readonly from: string;
  readonly to: string;
}

/** It ended, and what was its own is the heir's; its place, and those below it, are below the heir. */
export const UnitMergedV1 = eventType<UnitMerged>(
  'organization.unit-merged.v1',
  z.object({ unitId: z.guid(), heirId: z.guid(), from: place, to: place }),
);
export interface UnitMerged extends UnitMoved {
  readonly heirId: string;
}
