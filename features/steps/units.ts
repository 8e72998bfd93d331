import { Given, Then, When } from '@cucumber/cucumber';
import assert from 'node:assert/strict';
import { found, mobileOf, SCAN_POINTS, SUB_ACCOUNTS } from './people.js';
import type { Answer } from './product.js';
import { PASSWORD, type Story } from './story.js';

const DEMO_PASSWORD = 'Bamin-demo-2020';

interface Passage {
  readonly scanId: string;
  readonly maskedName: string;
  readonly scanPointName: string;
  readonly scannerName: string;
  readonly reason?: string;
  readonly temperature?: number;
  readonly outcome?: string;
}

async function passagesOf(story: Story, administrator: string, maskedName: string): Promise<Passage[]> {
  await story.product.settle();
  const { body } = await story.succeeds(administrator, (await story.browser(administrator)).get('/scan-records'));
  return (body['items'] as unknown as Passage[]).filter((passage) => passage.maskedName === maskedName);
}

const subAccountOf = (story: Story, name: string): string => story.subAccounts.get(name) ?? found(SUB_ACCOUNTS, name);

async function add(story: Story, administrator: string, name: string): Promise<Answer> {
  const id = story.id();
  const answer = await story.hears(
    administrator,
    (await story.browser(administrator)).post('/sub-accounts', { id, mobile: mobileOf(name), name }),
  );
  if (answer.status === 201) story.subAccounts.set(name, id);
  await story.product.settle();
  return answer;
}

async function turn(story: Story, administrator: string, name: string, way: 'disabling' | 'enabling'): Promise<void> {
  await story.hears(
    administrator,
    (await story.browser(administrator)).post(`/sub-accounts/${subAccountOf(story, name)}/${way}`),
  );
  await story.product.settle();
}

function signIn(story: Story, name: string, password: string): Promise<Answer> {
  const browser = story.product.browser();
  story.browsers.set(name, browser);
  return story.hears(name, browser.post('/sessions', { door: 'organization', login: mobileOf(name), password }));
}

When(
  '{person} lets {person} pass for work at {float} °C',
  async function (this: Story, scanner: string, _name: string, value: number) {
    const result = value >= 37.3 ? 'abnormal' : 'normal';
    const report = { reason: 'work', temperature: { result, value }, outcome: 'released' };
    await this.hears(
      scanner,
      (await this.browser(scanner)).put(`/scans/${this.kept.get(`scan by ${scanner}`)!}/feedback`, report),
    );
  },
);
When('{person} looks for passages', async function (this: Story, name: string) {
  await this.hears(name, (await this.browser(name)).get('/scan-records'));
});

Then(
  '{person} finds {int} passage(s) of {string}',
  async function (this: Story, administrator: string, count: number, maskedName: string) {
    assert.equal((await passagesOf(this, administrator, maskedName)).length, count);
  },
);
Then(
  '{person} reads that {person} let her/him pass at {place}',
  async function (this: Story, administrator: string, scanner: string, place: string) {
    const { body } = await (
      await this.browser(administrator)
    ).get(`/scan-records/${this.kept.get(`scan by ${scanner}`)!}`);
    const { scannerName, scanPointName, reason, temperature, outcome } = body as unknown as Passage;
    const expected = {
      scannerName: scanner,
      scanPointName: place,
      reason: 'work',
      temperature: 36.5,
      outcome: 'released',
    };
    assert.deepEqual({ scannerName, scanPointName, reason, temperature, outcome }, expected);
  },
);
Then(
  '{person} cannot open the passage that {person} recorded',
  async function (this: Story, administrator: string, scanner: string) {
    const { status } = await (
      await this.browser(administrator)
    ).get(`/scan-records/${this.kept.get(`scan by ${scanner}`)!}`);
    assert.equal(status, 404);
  },
);
Then(
  '{person} finds that warning on the passage of {string}',
  async function (this: Story, administrator: string, maskedName: string) {
    const [passage] = await passagesOf(this, administrator, maskedName);
    const { body } = await (await this.browser(administrator)).get(`/scan-records/${passage!.scanId}`);
    assert.deepEqual(body['warnings'], ['ELSEWHERE']);
  },
);
Then(
  'the day of {person} counts {int} scan(s) and {int} passage(s)',
  async function (this: Story, administrator: string, scans: number, passages: number) {
    await this.product.settle();
    const { body } = await this.succeeds(administrator, (await this.browser(administrator)).get('/unit-day'));
    assert.deepEqual({ scans: body['scans'], passages: body['passages'] }, { scans, passages });
  },
);

Given('{person} adds the scanner {person}', async function (this: Story, administrator: string, name: string) {
  await this.succeeds(administrator, add(this, administrator, name));
});
When('{person} adds the scanner {person} once more', async function (this: Story, administrator: string, name: string) {
  await add(this, administrator, name);
});
Given(
  '{person} hands a one-time password to {person}',
  async function (this: Story, administrator: string, name: string) {
    const browser = await this.browser(administrator);
    const { body } = await this.succeeds(
      administrator,
      browser.post(`/accounts/${subAccountOf(this, name)}/one-time-password`),
    );
    this.kept.set(`password of ${name}`, String(body['oneTimePassword']));
  },
);
When('{person} signs in with it', async function (this: Story, name: string) {
  await this.succeeds(name, signIn(this, name, this.kept.get(`password of ${name}`)!));
});
When('{person} changes the password', async function (this: Story, name: string) {
  const change = { current: this.kept.get(`password of ${name}`)!, next: PASSWORD };
  await this.succeeds(name, (await this.browser(name)).post('/password-changes', change));
});
Then('{person} may do nothing before changing the password', async function (this: Story, name: string) {
  const { body } = await (await this.browser(name)).get('/scan-points');
  assert.equal(body['code'], 'ACCOUNT.PASSWORD_CHANGE_REQUIRED');
});
Then('{person} may open a shift at {place}', async function (this: Story, name: string, place: string) {
  await this.succeeds(
    name,
    (await this.browser(name)).post('/shifts', { id: this.id(), scanPointId: found(SCAN_POINTS, place) }),
  );
});
When('{person} disables the account of {person}', function (this: Story, administrator: string, name: string) {
  return turn(this, administrator, name, 'disabling');
});
When('{person} enables the account of {person}', function (this: Story, administrator: string, name: string) {
  return turn(this, administrator, name, 'enabling');
});
Then('{person} cannot sign in', async function (this: Story, name: string) {
  assert.equal((await signIn(this, name, DEMO_PASSWORD)).status, 401);
});
Then('{person} can sign in', async function (this: Story, name: string) {
  await this.succeeds(name, signIn(this, name, DEMO_PASSWORD));
});
Then(
  '{person} sees {person} and not {person} among the scanners',
  async function (this: Story, administrator: string, own: string, foreign: string) {
    const { body } = await (await this.browser(administrator)).get('/sub-accounts');
    const names = (body['items'] as unknown as { name: string }[]).map(({ name }) => name);
    assert.ok(names.includes(own) && !names.includes(foreign), names.join());
  },
);
