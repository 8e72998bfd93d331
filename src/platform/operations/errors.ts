import { defineError } from '../kernel/domain-error.js';

export const noSuchOperation = defineError('OPERATION.NOT_FOUND', 'not-found', {
  zh: '没有这项任务',
  en: 'There is no such operation',
});
export const interrupted = defineError('OPERATION.INTERRUPTED', 'malformed', {
  zh: '传送中断，未采用任何内容',
  en: 'It broke off while it arrived; nothing of it was taken',
});
export const cancelled = defineError('OPERATION.CANCELLED', 'conflict', {
  zh: '任务已取消，未采用任何内容',
  en: 'The operation was cancelled; nothing of it was taken',
});
export const tooLateToCancel = defineError('OPERATION.TOO_LATE', 'conflict', {
  zh: '任务已开始处理或已结束，不能取消',
  en: 'The operation is being applied or has ended; it cannot be cancelled any more',
});
export const badKey = defineError('OPERATION.BAD_KEY', 'malformed', {
  zh: 'Idempotency-Key 无效',
  en: 'The Idempotency-Key is not 1 to 200 visible characters',
});
export const keyOfOther = defineError('OPERATION.KEY_TAKEN', 'conflict', {
  zh: '该 Idempotency-Key 已用于其他内容',
  en: 'This Idempotency-Key was used for other content',
});
export const underWay = defineError('OPERATION.UNDER_WAY', 'conflict', {
  zh: '同一任务正在传送，请稍候',
  en: 'The same operation is still arriving; look again in a moment',
});
