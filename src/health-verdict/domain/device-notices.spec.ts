import { deviceNotice, type DeviceNews } from './device-notices.js';

const HAPPENS: DeviceNews[] = ['enrolled', 'replaced', 'revoked', 'signed-out'];
const letterOf = (news: DeviceNews) => deviceNotice(news, 'phone', 'lin');

describe('the letter about a device', () => {
  it('goes to whose code it shows, once for each thing that happened, and leads to the devices', () => {
    expect(HAPPENS.map(letterOf)).toMatchObject([
      { id: 'device-enrolled.phone', to: { residentId: 'lin' }, link: '/devices' },
      { id: 'device-replaced.phone', to: { residentId: 'lin' }, link: '/devices' },
      { id: 'device-revoked.phone', to: { residentId: 'lin' }, link: '/devices' },
      { id: 'device-signed-out.phone', to: { residentId: 'lin' }, link: '/devices' },
    ]);
  });

  it.each(HAPPENS)('that was %s says what to do when it was a stranger', (news) => {
    const { body } = letterOf(news);
    expect(body.zh).toMatch(/如果不是您本人操作.+修改密码。$/);
    expect(body.en).toMatch(/If this was not you.+change your password\.$/);
  });

  it('says that a device shows the code no longer, unless it is a new one', () => {
    const ends = HAPPENS.filter((news) => letterOf(news).body.zh.includes('不能再展示您的健康码'));
    expect(ends).toEqual(['replaced', 'revoked', 'signed-out']);
    expect(HAPPENS.filter((news) => letterOf(news).body.en.includes('shows your health code no longer'))).toEqual(ends);
  });

  it('tells by its title what happened', () => {
    const titles = HAPPENS.map((news) => letterOf(news).title);
    for (const language of ['zh', 'en'] as const)
      expect(new Set(titles.map((title) => title[language])).size).toBe(HAPPENS.length);
    for (const { zh, en } of titles) expect([zh, en].join()).toMatch(/^一台新?设备.+,A (new )?device .+/);
  });
});
