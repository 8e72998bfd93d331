import { defineError } from '../../platform/kernel/domain-error.js';

export const noSuchSubAccount = defineError('SUB_ACCOUNT.NOT_FOUND', 'not-found', { zh: '没有这个子账号', en: 'There is no such sub-account' });
export const duplicateSubAccount = defineError('SUB_ACCOUNT.DUPLICATE', 'conflict', {
  zh: '本单位已有使用该手机号的子账号',
  en: 'Your unit has a sub-account with this mobile number already',
});
export const noSuchOrganization = defineError('ORGANIZATION.NOT_FOUND', 'not-found', { zh: '没有这个机构', en: 'There is no such organization' });
