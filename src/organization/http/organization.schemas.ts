import { z } from 'zod';
import { areaKey, freeText, maskedMobile, mobile, personName, requiredText } from '../../platform/http/fields.js';
import { pageOf, pageQuery } from '../../platform/http/page.js';

export const id = z.uuid();

export const organizationView = z.object({
  id,
  name: z.string(),
  kind: z.enum(['government', 'enterprise']),
  uscc: z.string().nullish(),
  areaKey: z.string(),
});

export const areaQuery = z.object({ parent: areaKey.optional() });
export const areaList = z.object({ items: z.array(z.object({ key: z.string(), name: z.string(), kind: z.string() })) });

const unitName = z.object({ id, name: z.string() });
export const units = pageOf(unitName);
export const unitQuery = pageQuery.extend({ name: freeText(60).optional() });

export const unitView = unitName.extend({ uscc: z.string(), areaKey: z.string(), version: z.int() });
const orgName = requiredText(60);
export const newUnit = z.object({ id: z.uuidv7(), name: orgName, uscc: requiredText(30), areaKey, superiorId: id });
export const newUnitName = z.object({ name: orgName, version: z.int().min(1) });
export const superior = z.object({ superiorId: id });
export const heir = z.object({ heirId: id });

const status = z.enum(['active', 'disabled']);
const name = personName(40);

export const newSubAccount = z.object({
  id: z.uuidv7(),
  mobile,
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
  name: requiredText(40).optional(),
  mobile: maskedMobile.optional(),
  unitId: id.optional(),
});
