import { z } from 'zod';
import { pageOf, pageQuery } from '../../platform/http/page.js';

export const id = z.uuid();

export const organizationView = z.object({
  id,
  name: z.string(),
  kind: z.enum(['government', 'enterprise']),
  uscc: z.string().nullish(),
  areaKey: z.string(),
});

const unitName = z.object({ id, name: z.string() });
export const units = pageOf(unitName);
export const unitQuery = pageQuery.extend({ name: z.string().trim().max(60).optional() });

const status = z.enum(['active', 'disabled']);
const name = z.string().trim().min(1).max(40);

export const newSubAccount = z.object({
  id: z.uuidv7(),
  mobile: z.string().trim().regex(/^1[3-9]\d{9}$/, 'an 11-digit mobile number'),
  name,
});

export const correctedName = z.object({ name, version: z.int().min(1) });

export const subAccountView = z.object({
  id,
  name: z.string(),
  maskedMobile: z.string(),
  status,
  addedAt: z.iso.datetime(),
  version: z.int(),
  unit: unitName,
  manageable: z.boolean(),
});
export const subAccounts = pageOf(subAccountView);

export const subAccountQuery = pageQuery.extend({
  status: status.optional(),
  name: name.optional(),
  mobile: z.string().trim().regex(/^(1[3-9]\d\*{4})?\d{4}$/, 'as the list shows it, or the last four digits').optional(),
  unitId: id.optional(),
});
