import { type FormulaCallback, p } from '@mikro-orm/core';
import { mapAggregate } from '../../platform/persistence/map-aggregate.js';
import { Account, type Capacity, type Door } from '../domain/account.js';

/** Rows of their own, because sessions refer to them; read with the account as plain values. */
const capacitiesOfRow: FormulaCallback<Account> = ({ id }) => `(
  SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
    'id', c.id, 'role', c.role, 'organizationId', c.organization_id, 'authorityId', c.authority_id)) ORDER BY c.id), '[]')
  FROM identity.capacity c WHERE c.account_id = ${id})`;

export const AccountSchema = mapAggregate(Account, 'identity.account', {
  id: p.uuid().primary(),
  door: p.text().$type<Door>(),
  residentId: p.uuid().nullable(),
  organizationId: p.uuid().nullable(),
  loginHash: p.blob().$type<Buffer>(),
  mobile: p.blob().$type<Buffer>(),
  mobileHash: p.blob().$type<Buffer>(),
  maskedMobile: p.text(),
  displayName: p.blob().$type<Buffer>().accessor('_displayName'),
  passwordHash: p.text().nullable().accessor('_passwordHash'),
  mustChangePassword: p.boolean().accessor('_mustChangePassword'),
  passwordExpiresAt: p.type('timestamptz').$type<Date>().nullable().accessor('_passwordExpiresAt'),
  activationHash: p.blob().$type<Buffer>().nullable().accessor('_activationHash'),
  activationExpiresAt: p.type('timestamptz').$type<Date>().nullable().accessor('_activationExpiresAt'),
  enabled: p.boolean().accessor('_enabled'),
  createdAt: p.type('timestamptz').$type<Date>(),
  version: p.integer().version(),
  capacities: p.json().$type<readonly Capacity[]>().formula(capacitiesOfRow),
});
