import { defineError } from '../../platform/kernel/domain-error.js';
import type { DocumentProblem } from '../contracts/document.js';

const document = {
  FORMAT: defineError('DOCUMENT.FORMAT', 'refused', {
    zh: '证件号码格式不正确',
    en: 'The document number has the wrong form',
  }),
  CHECKSUM: defineError('DOCUMENT.CHECKSUM', 'refused', {
    zh: '证件号码有误（校验码不符）',
    en: 'The document number has a typing error (its check character does not fit)',
  }),
  BIRTH_DATE: defineError('DOCUMENT.BIRTH_DATE', 'refused', {
    zh: '证件号码中的出生日期不存在',
    en: 'The document number holds an impossible birth date',
  }),
  COUNTRY: defineError('DOCUMENT.COUNTRY', 'refused', { zh: '请选择签发国家或地区', en: 'Choose the issuing country' }),
} satisfies Record<DocumentProblem, ReturnType<typeof defineError>>;

export function documentProblem(problem: DocumentProblem) {
  return document[problem]();
}

export const alreadyRegistered = defineError('REGISTRATION.DUPLICATE', 'conflict', {
  zh: '该证件或手机号已注册，请直接登录，忘记密码可找回',
  en: 'This document or mobile number is registered already; sign in, or recover the password',
});
export const recoveryMismatch = defineError('RECOVERY.MISMATCH', 'refused', {
  zh: '手机号与证件号码不一致，或尚未注册',
  en: 'Mobile number and document do not belong together, or are not registered',
});
export const noSuchAccount = defineError('ACCOUNT.NOT_FOUND', 'not-found', {
  zh: '没有这个账号',
  en: 'There is no such account',
});
export const nameMismatch = defineError('PROOFING.NAME_MISMATCH', 'refused', {
  zh: '姓名与证件号码不一致',
  en: 'Name and document do not belong together',
});
export const nameFirst = defineError('PROOFING.NAME_FIRST', 'refused', {
  zh: '请先完成姓名和证件核验',
  en: 'Name and document are checked first',
});
export const faceMismatch = defineError('PROOFING.FACE_MISMATCH', 'refused', {
  zh: '人脸比对未通过，请重试',
  en: 'The face did not match, try again',
});
export const notAPicture = defineError('PROOFING.NOT_A_PICTURE', 'refused', {
  zh: '请拍摄一张清晰的照片',
  en: 'A clear JPEG picture is needed',
});
export const proofingUnavailable = defineError('PROOFING.UNAVAILABLE', 'unavailable', {
  zh: '实名认证服务暂不可用，请稍后再试',
  en: 'Real-name proofing is not available, try again later',
});
export const smsUnavailable = defineError('SMS.UNAVAILABLE', 'unavailable', {
  zh: '短信服务暂不可用，请稍后再试',
  en: 'Text messages cannot be sent now, try again later',
});
export const smsWrong = defineError('SMS.CODE_WRONG', 'refused', {
  zh: '验证码错误或已过期，请重新获取',
  en: 'The code is wrong or has expired; ask for a new one',
});
export const smsTooSoon = defineError('SMS.TOO_SOON', 'too-many', {
  zh: '获取验证码过于频繁，请稍后再试',
  en: 'Codes were asked for too often, try again later',
});
export const signInFailed = defineError('SIGN_IN.FAILED', 'unauthenticated', {
  zh: '账号或密码错误',
  en: 'Login or password is wrong',
});
export const signInBlocked = defineError('SIGN_IN.BLOCKED', 'too-many', {
  zh: '尝试次数过多，请稍后再试',
  en: 'Too many attempts, try again later',
});
export const busy = defineError('SIGN_IN.BUSY', 'unavailable', {
  zh: '登录人数较多，请稍后再试',
  en: 'Many people sign in now, try again in a moment',
});
export const currentPasswordWrong = defineError('PASSWORD.CURRENT_WRONG', 'refused', {
  zh: '当前密码不正确',
  en: 'The current password is wrong',
});
export const passwordWeak = defineError('PASSWORD.WEAK', 'refused', {
  zh: '密码须为12至128个字符，不易被猜到，且不包含手机号、姓名或单位名称',
  en: 'A password has 12 to 128 characters, is hard to guess and holds no mobile number, name or unit of yours',
});
export const notReady = defineError('ACCOUNT.NOT_READY', 'conflict', {
  zh: '账号正在开通，请稍后再试',
  en: 'The account is being opened, try again in a moment',
});
export const accountDisabled = defineError('ACCOUNT.DISABLED', 'refused', {
  zh: '账号已停用，请先启用，再重置密码',
  en: 'The account is disabled; enable it before its password is reset',
});
export const noSuchCapacity = defineError('CAPACITY.NOT_FOUND', 'not-found', {
  zh: '没有这个身份',
  en: 'There is no such capacity',
});
export const activationWrong = defineError('ACTIVATION.WRONG', 'refused', {
  zh: '激活码错误或已过期',
  en: 'The activation code is wrong or has expired',
});
