import { defineError } from '../../platform/kernel/domain-error.js';

export const noShift = defineError('SHIFT.NOT_OPEN', 'refused', {
  zh: '请先上报当前位置，再开始扫码',
  en: 'Report where you are before scanning',
});
export const noShiftHere = defineError('SHIFT.NONE', 'not-found', {
  zh: '当前没有进行中的当班',
  en: 'No shift is open',
});
export const noSuchPoint = defineError('SCAN_POINT.NOT_FOUND', 'not-found', {
  zh: '没有这个扫码点',
  en: 'There is no such scan point',
});
export const unknownArea = defineError('SCAN_POINT.UNKNOWN_AREA', 'refused', {
  zh: '请选择扫码点所在的区域',
  en: 'Choose the area of the scan point',
});
export const noPermission = defineError('SCAN.NOT_PERMITTED', 'forbidden', {
  zh: '您的扫码权限已停用，请联系本单位管理员',
  en: 'Your permission to scan has ended; ask your unit',
});
export const codeDoesNotApply = defineError('SCAN.CODE_DOES_NOT_APPLY', 'refused', {
  zh: '入闽卡口不适用“八闽健康码”',
  en: 'The health code does not apply at the province border',
});
export const typo = defineError('DIGITS.TYPO', 'refused', {
  zh: '数字有误，请核对后重新输入',
  en: 'A digit is wrong, type again',
});
export const tooManyMisses = defineError('DIGITS.TOO_MANY', 'too-many', {
  zh: '数字输入错误次数过多，可改为扫码核验',
  en: 'Too many wrong digits; scan the code instead',
});
export const shiftIdTaken = defineError('SHIFT.ID_TAKEN', 'conflict', {
  zh: '当班编号已被使用，请重新上报当前位置',
  en: 'This id belongs to another shift; report where you are again',
});
export const pointIdTaken = defineError('SCAN_POINT.ID_TAKEN', 'conflict', {
  zh: '扫码点编号已被使用，请重新提交',
  en: 'This id belongs to another scan point; submit it again',
});
export const idTaken = defineError('SCAN.ID_TAKEN', 'conflict', {
  zh: '扫码编号已被使用',
  en: 'This id belongs to another scan',
});
export const idOutOfTime = defineError('SCAN.ID_OUT_OF_TIME', 'refused', {
  zh: '设备时间不正确，请校准后重试',
  en: 'The clock of this device is wrong',
});
export const timeDisagrees = defineError('SCAN.TIME_DISAGREES', 'refused', {
  zh: '扫码时间与扫码编号不符，请校准设备时间后重新扫码',
  en: 'The time of the scan does not agree with its id; set the clock and scan again',
});
export const tooLateToRepeat = defineError('SCAN.TOO_LATE_TO_REPEAT', 'conflict', {
  zh: '这次扫码已有结果，请重新扫码',
  en: 'This scan was answered long ago; scan again',
});
export const scannedEverywhere = defineError('SCAN.EVERYWHERE_AT_ONCE', 'unavailable', {
  zh: '此码正在多处同时扫描，请稍后重试',
  en: 'Many places are scanning this code at this moment; try again',
});
export const noSuchScan = defineError('SCAN.NOT_FOUND', 'not-found', {
  zh: '没有这条扫码记录',
  en: 'There is no such scan',
});
export const feedbackClosed = defineError('FEEDBACK.CLOSED', 'refused', {
  zh: '反馈已提交超过30分钟，不能再修改',
  en: 'Feedback can be changed for 30 minutes only',
});
export const colleaguesScan = defineError('FEEDBACK.COLLEAGUES', 'conflict', {
  zh: '该人员由同事处理，由同事提交反馈',
  en: 'A colleague is handling this person and gives the feedback',
});
export const nothingRead = defineError('FEEDBACK.NOTHING_READ', 'refused', {
  zh: '这次扫码未识别到有效的健康码，无需反馈',
  en: 'No code was read by this scan: there is nothing to give feedback on',
});
export const staleScanPoint = defineError('SCAN_POINT.STALE', 'conflict', {
  zh: '该扫码点刚被他人修改，请核对后再操作',
  en: 'Somebody else has just changed this scan point; look at it again first',
});
export const pointNameTaken = defineError('SCAN_POINT.NAME_TAKEN', 'conflict', {
  zh: '本单位在该区域已有同名扫码点，请改用其他名称',
  en: 'The unit has a scan point of this name in the area already; take another name',
});
export const scanPointClosed = defineError('SCAN_POINT.CLOSED', 'refused', {
  zh: '该扫码点已关闭，不能再修改',
  en: 'This scan point is closed and can no longer be changed',
});

export const reasonNeedsText = defineError('FEEDBACK.REASON_TEXT', 'refused', {
  zh: '通行原因选择“其他”时请说明',
  en: 'The reason "other" needs a text',
});
export const temperatureOutOfRange = defineError('FEEDBACK.TEMPERATURE_RANGE', 'refused', {
  zh: '体温应在34.0至43.0℃之间',
  en: 'A temperature lies between 34.0 and 43.0 °C',
});
export const temperatureValueNeeded = defineError('FEEDBACK.TEMPERATURE_VALUE', 'refused', {
  zh: '体温异常时请填写体温',
  en: 'An abnormal temperature needs its value',
});
export const temperatureDisagrees = defineError('FEEDBACK.TEMPERATURE_DISAGREES', 'refused', {
  zh: '体温数值与结果不一致',
  en: 'The value does not agree with the result',
});
export const notMeasuredWhy = defineError('FEEDBACK.NOT_MEASURED_WHY', 'refused', {
  zh: '未测体温时请说明原因',
  en: 'A temperature not measured needs a reason',
});
