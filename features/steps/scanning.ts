import { defineParameterType, Given, Then, When } from '@cucumber/cucumber';
import assert from 'node:assert/strict';
import { found, SCAN_POINTS } from './people.js';
import { Phone } from './phone.js';
import type { Story } from './story.js';

/** What a scanner reads instead of a colour. */
const VERDICTS: Record<string, string> = {
  'the code is too old': 'EXPIRED',
  'nobody has these digits': 'DIGITS_UNKNOWN',
  'the code belongs to another device': 'WRONG_DEVICE',
  'this is no health code': 'NOT_OURS',
  'the device was signed off': 'REVOKED',
};
defineParameterType({
  name: 'why',
  regexp: new RegExp(Object.keys(VERDICTS).join('|')),
  transformer: (words: string) => VERDICTS[words],
});

async function scan(
  story: Story,
  scanner: string,
  shown: { presentation: string } | { digits: string },
): Promise<void> {
  const id = story.id();
  // Without a shift there is still a request: with an id that is nobody's.
  const wish = { id, shiftId: story.shifts.get(scanner) ?? story.id(), shown, scannedAt: story.now.toISOString() };
  const { status } = await story.hears(scanner, (await story.browser(scanner)).post('/scans', wish));
  if (status === 200) story.kept.set(`scan by ${scanner}`, id);
}

const phoneOf = (story: Story, name: string): Phone => found(Object.fromEntries(story.phones), name);

Given('{person} is on shift at {place}', async function (this: Story, scanner: string, place: string) {
  const id = this.id();
  const wish = {
    id,
    scanPointId: found(SCAN_POINTS, place),
    community: '东街社区',
    position: { latitude: 26.08, longitude: 119.3, accuracyMetres: 20 },
  };
  await this.succeeds(scanner, (await this.browser(scanner)).post('/shifts', wish));
  this.shifts.set(scanner, id);
});

When('{person} scans the phone of {person}', async function (this: Story, scanner: string, name: string) {
  await scan(this, scanner, { presentation: await phoneOf(this, name).showing(this.now) });
});
When('{person} scans the picture of {person}', async function (this: Story, scanner: string, owner: string) {
  await scan(this, scanner, { presentation: this.kept.get(`picture of ${owner}`)! });
});
When('{person} scans a code that reads {string}', async function (this: Story, scanner: string, presentation: string) {
  await scan(this, scanner, { presentation });
});
When('{person} types the digits on the phone of {person}', async function (this: Story, scanner: string, name: string) {
  await scan(this, scanner, { digits: await phoneOf(this, name).digits(this.now) });
});
When(
  '{person} types the digits on the phone of {person} with a slip',
  async function (this: Story, scanner: string, name: string) {
    const digits = await phoneOf(this, name).digits(this.now);
    await scan(this, scanner, { digits: digits.slice(0, 15) + String((Number(digits[15]) + 1) % 10) });
  },
);
When('{person} types the digits that {person} noted', async function (this: Story, scanner: string, owner: string) {
  await scan(this, scanner, { digits: this.kept.get(`note of ${owner}`)! });
});

Given('{person} takes a picture of the code of {person}', async function (this: Story, owner: string, name: string) {
  this.kept.set(`picture of ${owner}`, await phoneOf(this, name).showing(this.now));
});
Given('{person} notes the digits on the phone of {person}', async function (this: Story, owner: string, name: string) {
  this.kept.set(`note of ${owner}`, await phoneOf(this, name).digits(this.now));
});
Given(
  '{person} copies the code of {person} to a phone of his/her own',
  async function (this: Story, owner: string, name: string) {
    this.phones.set(owner, await Phone.stranger(this.id(), await this.browser(owner), phoneOf(this, name).credential));
  },
);

Then(
  '{person} sees a/an {colour} code of {string}',
  function (this: Story, scanner: string, colour: string, maskedName: string) {
    const {
      outcome,
      colour: seen,
      maskedName: whose,
    } = this.heardBy(scanner).body as unknown as Record<string, string>;
    assert.deepEqual({ outcome, seen, whose }, { outcome: 'read', seen: colour, whose: maskedName });
  },
);
Then('{person} sees that digits assure less', function (this: Story, scanner: string) {
  assert.equal(this.heardBy(scanner).body['assurance'], 'digits');
});
Then('{person} sees that {why}', function (this: Story, scanner: string, refusal: string) {
  const { outcome, refusal: seen } = this.heardBy(scanner).body as unknown as Record<string, string>;
  assert.deepEqual({ outcome, seen }, { outcome: 'refused', seen: refusal });
});
Then('{person} is reminded that this showing was scanned already', function (this: Story, scanner: string) {
  assert.deepEqual(this.heardBy(scanner).body['warnings'], ['REPEATED']);
});
Then('{person} is warned that this showing was scanned elsewhere', function (this: Story, scanner: string) {
  const { outcome, warnings } = this.heardBy(scanner).body as unknown as { outcome: string; warnings: string[] };
  assert.deepEqual({ outcome, warnings }, { outcome: 'read', warnings: ['ELSEWHERE'] });
});
Then('{person} is turned away', function (this: Story, scanner: string) {
  const { status } = this.heardBy(scanner);
  assert.ok([401, 403].includes(status), `answered with ${status}`);
});
Then('{person} is turned away from her/his shift', async function (this: Story, scanner: string) {
  const { status } = await (await this.browser(scanner)).get('/shift');
  assert.ok([401, 403].includes(status), `answered with ${status}`);
});
Then(
  '{person} is advised that {person} comes from {place}',
  function (this: Story, scanner: string, _name: string, place: string) {
    const { kind, area, level } = this.heardBy(scanner).body['flowAdvice'] as unknown as {
      kind: string;
      area: string;
      level: { zh: string };
    };
    assert.deepEqual({ kind, area, level: level.zh }, { kind: 'warning', area: place, level: '中风险（一般）' });
  },
);
Then('{person} is given no advice', function (this: Story, scanner: string) {
  assert.deepEqual(this.heardBy(scanner).body['flowAdvice'], { kind: 'none' });
});
