import { defineError } from '../../platform/kernel/domain-error.js';

export const noShift = defineError('SHIFT.NOT_OPEN', 'refused', { zh: '请先上报当前位置，再开始扫码', en: 'Report where you are before scanning' });
export const noShiftHere = defineError('SHIFT.NONE', 'not-found', { zh: '当前没有进行中的当班', en: 'No shift is open' });
export const noSuchPoint = defineError('SCAN_POINT.NOT_FOUND', 'not-found', { zh: '没有这个扫码点', en: 'There is no such scan point' });
export const unknownArea = defineError('SCAN_POINT.UNKNOWN_AREA', 'refused', { zh: '请选择扫码点所在的区域', en: 'Choose the area of the scan point' });
export const noPermission = defineError('SCAN.NOT_PERMITTED', 'forbidden', { zh: '您的扫码权限已停用，请联系本单位管理员', en: 'Your permission to scan has ended; ask your unit' });
export const codeDoesNotApply = defineError('SCAN.CODE_DOES_NOT_APPLY', 'refused', { zh: '入闽卡口不适用“八闽健康码”', en: 'The health code does not apply at the province border' });
export const typo = defineError('DIGITS.TYPO', 'refused', { zh: '数字有误，请核对后重新输入', en: 'A digit is wrong, type again' });
export const tooManyMisses = defineError('DIGITS.TOO_MANY', 'too-many', { zh: '输入错误次数过多，请10分钟后再试或扫码核验', en: 'Too many wrong digits; wait 10 minutes or scan' });
export const idTaken = defineError('SCAN.ID_TAKEN', 'conflict', { zh: '扫码编号已被使用', en: 'This id belongs to another scan' });
export const idOutOfTime = defineError('SCAN.ID_OUT_OF_TIME', 'refused', { zh: '设备时间不正确，请校准后重试', en: 'The clock of this device is wrong' });
export const noSuchScan = defineError('SCAN.NOT_FOUND', 'not-found', { zh: '没有这条扫码记录', en: 'There is no such scan' });
export const feedbackClosed = defineError('FEEDBACK.CLOSED', 'refused', { zh: '反馈已提交超过30分钟，不能再修改', en: 'Feedback can be changed for 30 minutes only' });
