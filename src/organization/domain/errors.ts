import { defineError } from '../../platform/kernel/domain-error.js';

export const noSuchSubAccount = defineError('SUB_ACCOUNT.NOT_FOUND', 'not-found', {
  zh: '没有这个子账号',
  en: 'There is no such sub-account',
});
export const duplicateSubAccount = defineError('SUB_ACCOUNT.DUPLICATE', 'conflict', {
  zh: '本单位已有使用该手机号的子账号',
  en: 'Your unit has a sub-account with this mobile number already',
});
export const addedOtherwise = defineError('SUB_ACCOUNT.ADDED_OTHERWISE', 'conflict', {
  zh: '这个子账号已按先前填写的内容添加，请刷新列表核对',
  en: 'This sub-account was added already, as it was typed before; refresh the list and check it',
});
export const staleSubAccount = defineError('SUB_ACCOUNT.STALE', 'conflict', {
  zh: '这个子账号刚被他人修改，请核对后再保存',
  en: 'Somebody changed this sub-account meanwhile; check it before saving again',
});
export const noSuchOrganization = defineError('ORGANIZATION.NOT_FOUND', 'not-found', {
  zh: '没有这个机构',
  en: 'There is no such organization',
});
export const wrongUscc = defineError('ORGANIZATION.USCC_WRONG', 'refused', {
  zh: '统一社会信用代码有误，请核对',
  en: 'The unified social credit code has a slip',
});
export const takenUscc = defineError('ORGANIZATION.USCC_TAKEN', 'conflict', {
  zh: '已有使用该统一社会信用代码的机构',
  en: 'An organization with this unified social credit code exists already',
});
export const takenPath = defineError('ORGANIZATION.PATH_TAKEN', 'conflict', {
  zh: '机构树的这个位置已有机构',
  en: 'This place in the tree of units is taken',
});
export const unknownUnitArea = defineError('ORGANIZATION.AREA_UNKNOWN', 'refused', {
  zh: '没有这个行政区划',
  en: 'There is no such area',
});
export const withinItself = defineError('UNIT.WITHIN_ITSELF', 'refused', {
  zh: '机构不能归入自身或自己的下级机构',
  en: 'A unit cannot stand below itself or below a unit of its own',
});
export const tooDeep = defineError('UNIT.TOO_DEEP', 'refused', {
  zh: '机构层级过深，请归入更高一级的机构',
  en: 'Units stand too deep below each other here; choose a unit of a higher level',
});
export const openedOtherwise = defineError('UNIT.OPENED_OTHERWISE', 'conflict', {
  zh: '这个机构已按先前填写的内容设立，请刷新列表核对',
  en: 'This unit was opened already, as it was typed before; refresh the list and check it',
});
export const closedUnit = defineError('UNIT.CLOSED', 'conflict', {
  zh: '该机构已并入其他机构',
  en: 'This unit was merged into another one',
});
export const staleUnit = defineError('UNIT.STALE', 'conflict', {
  zh: '该机构刚被他人修改，请核对后再保存',
  en: 'Somebody changed this unit meanwhile; check it before saving again',
});
export const superiorsMatter = defineError('UNIT.SUPERIORS_MATTER', 'refused', {
  zh: '本机构的变更须由上级机构办理',
  en: 'A unit is changed by one above it, not by itself',
});
