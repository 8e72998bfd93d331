import type { Notice } from '../../identity/contracts/notices.js';

/** What may happen to the devices of a code; the person hears of each. */
export type DeviceNews = 'enrolled' | 'replaced' | 'revoked' | 'signed-out';

const NOT_YOU = {
  zh: '如果不是您本人操作，请打开“展码设备”停用陌生设备，并修改密码。',
  en: 'If this was not you, revoke what you do not know under “Devices”, and change your password.',
};
const LETTERS: Record<DeviceNews, { title: Notice['title']; body: Notice['body'] }> = {
  enrolled: { title: { zh: '一台新设备可以展示您的健康码', en: 'A new device shows your health code' }, body: NOT_YOU },
  replaced: {
    title: { zh: '一台新设备取代了原来的设备', en: 'A new device took the place of another' },
    body: {
      zh: `原设备不能再展示您的健康码。${NOT_YOU.zh}`,
      en: `The one before shows your health code no longer. ${NOT_YOU.en}`,
    },
  },
  revoked: {
    title: { zh: '一台设备已被停用', en: 'A device was revoked' },
    body: { zh: `该设备不能再展示您的健康码。${NOT_YOU.zh}`, en: `It shows your health code no longer. ${NOT_YOU.en}` },
  },
  'signed-out': {
    title: { zh: '一台设备已随退出登录停用', en: 'A device was signed out' },
    body: {
      zh: `退出登录后，该设备不能再展示您的健康码。${NOT_YOU.zh}`,
      en: `With the end of its session it shows your health code no longer. ${NOT_YOU.en}`,
    },
  },
};

/** Without the name that a device gives itself: whoever enrols one would write the letter. */
export function deviceNotice(news: DeviceNews, deviceId: string, residentId: string): Notice {
  return { id: `device-${news}.${deviceId}`, to: { residentId }, ...LETTERS[news], link: '/devices' };
}
