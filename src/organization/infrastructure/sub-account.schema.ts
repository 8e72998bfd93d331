import { p } from '@mikro-orm/core';
import { mapAggregate } from '../../platform/persistence/map-aggregate.js';
import { SubAccount, type SubAccountStatus } from '../domain/sub-account.js';

export const SubAccountSchema = mapAggregate(SubAccount, 'organization.sub_account', {
  id: p.uuid().primary(),
  organizationId: p.uuid(),
  name: p.blob().$type<Buffer>().accessor('_name'),
  namePrefixes: p.text().array().$type<readonly string[]>().accessor('_namePrefixes'),
  mobile: p.blob().$type<Buffer>(),
  mobileHash: p.blob().$type<Buffer>(),
  maskedMobile: p.text(),
  addedAt: p.type('timestamptz').$type<Date>(),
  status: p.text().$type<SubAccountStatus>().accessor('_status'),
  version: p.integer().version(),
});
