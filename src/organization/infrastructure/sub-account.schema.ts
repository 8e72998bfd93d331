import { EntitySchema } from '@mikro-orm/core';
import { SubAccount } from '../domain/sub-account.js';

export const SubAccountSchema = new EntitySchema<
  SubAccount & { _status: string; _name: Buffer; _namePrefixes: string[] }
>({
  class: SubAccount as never,
  schema: 'organization',
  tableName: 'sub_account',
  properties: {
    id: { type: 'uuid', primary: true },
    organizationId: { type: 'uuid', fieldName: 'organization_id' },
    _name: { type: 'blob', fieldName: 'name' },
    _namePrefixes: { type: 'string[]', columnType: 'text[]', fieldName: 'name_prefixes' },
    mobile: { type: 'blob' },
    mobileHash: { type: 'blob', fieldName: 'mobile_hash' },
    maskedMobile: { type: 'text', fieldName: 'masked_mobile' },
    addedAt: { type: 'timestamptz', fieldName: 'added_at' },
    version: { type: 'integer', version: true },
    _status: { type: 'text', fieldName: 'status' },
  },
} as never);
