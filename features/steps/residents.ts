import { Given, Then, When } from '@cucumber/cucumber';
import assert from 'node:assert/strict';
import { documentOf, found, mistyped, mobileOf, AREAS } from './people.js';
import { Phone } from './phone.js';
import type { Answer } from './product.js';
import { PASSWORD, type Story } from './story.js';

interface Registration {
  readonly document?: string;
  readonly mobile?: string;
  readonly password?: string;
  readonly minutesLater?: number;
}

async function codeSentTo(story: Story, name: string, mobile: string): Promise<string> {
  const browser = await story.browser(name);
  await story.succeeds(name, browser.post('/sms-codes', { mobile, purpose: 'register' }));
  const { body } = await browser.get('/demo/sms');
  const sent = (body['items'] as unknown as { mobile: string; content: string }[]).find((sms) => sms.mobile === mobile);
  return /验证码(\d{6})/.exec(sent!.content)![1]!;
}

async function register(
  story: Story,
  name: string,
  { document = documentOf(name), mobile = mobileOf(name), password = PASSWORD, minutesLater = 0 }: Registration = {},
): Promise<Answer> {
  const smsCode = await codeSentTo(story, name, mobile);
  story.product.clock.moveTo(new Date(story.now.getTime() + minutesLater * 60_000));
  const id = story.id();
  story.residents.set(name, id);
  const person = {
    id,
    name,
    document: { type: 'resident-id', number: document },
    mobile,
    smsCode,
    password,
    agreement: true,
  };
  return story.hears(name, (await story.browser(name)).post('/registrations', person));
}

async function matchFace(story: Story, name: string): Promise<void> {
  const picture = Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.alloc(200), Buffer.from('ffd9', 'hex')]);
  await story.succeeds(name, (await story.browser(name)).post('/proofing/face', { image: picture.toString('base64') }));
}

async function claim(story: Story, name: string, area: string): Promise<Answer> {
  const wish = { id: story.id(), initialPosition: { areaKey: found(AREAS, area) } };
  return story.hears(name, (await story.browser(name)).post('/code', wish));
}

async function holdCode(story: Story, name: string, area: string): Promise<void> {
  await story.succeeds(name, register(story, name));
  await matchFace(story, name);
  const { body } = await story.succeeds(name, claim(story, name, area));
  story.kept.set(`code of ${name}`, String(body['codeId']));
}

Given('{person} has registered', async function (this: Story, name: string) {
  await this.succeeds(name, register(this, name));
});
Given('{person} has matched her/his face', function (this: Story, name: string) {
  return matchFace(this, name);
});
Given('{person} holds a code', function (this: Story, name: string) {
  return holdCode(this, name, '鼓楼区');
});
Given('{person} holds a code from {place}', function (this: Story, name: string, area: string) {
  return holdCode(this, name, area);
});
Given('{person} shows her/his code on a phone', async function (this: Story, name: string) {
  this.phones.set(name, await Phone.enrolled(this.id(), await this.browser(name)));
});
Given('{person} signs off her/his phone', async function (this: Story, name: string) {
  await this.succeeds(
    name,
    (await this.browser(name)).delete(`/code/devices/${found(Object.fromEntries(this.phones), name).id}`),
  );
});
When('{person} claims her/his code in {place}', async function (this: Story, name: string, area: string) {
  await claim(this, name, area);
});

When('{person} registers with the code that was sent to her/his mobile', async function (this: Story, name: string) {
  await register(this, name);
});
When('{person} registers with a slip in her/his document number', async function (this: Story, name: string) {
  await register(this, name, { document: mistyped(documentOf(name)) });
});
When(
  '{person} registers with a code that is {int} minutes old',
  async function (this: Story, name: string, minutesLater: number) {
    await register(this, name, { minutesLater });
  },
);
When('{person} registers again with another mobile', async function (this: Story, name: string) {
  await register(this, name, { mobile: '13850000099' });
});
When('{person} registers with the password {string}', async function (this: Story, name: string, password: string) {
  await register(this, name, { password });
});
When('{person} signs in at the door for persons', function (this: Story, name: string) {
  return signIn(this, name, 'personal');
});
When('{person} signs in at the door for organizations', function (this: Story, name: string) {
  return signIn(this, name, 'organization');
});

async function signIn(story: Story, name: string, door: 'personal' | 'organization'): Promise<void> {
  const browser = story.product.browser();
  story.browsers.set(name, browser);
  await story.hears(name, browser.post('/sessions', { door, login: mobileOf(name), password: PASSWORD }));
}

Then('{person} is signed in as {string}', async function (this: Story, name: string, displayName: string) {
  const { body } = await (await this.browser(name)).get('/session');
  assert.equal(body['displayName'], displayName);
});
Then('{person} sees no more than the ends of her/his document', async function (this: Story, name: string) {
  const { body } = await (await this.browser(name)).get('/me');
  const whole = documentOf(name);
  assert.match(String(body['documentEnds']), new RegExp(`^${whole.slice(0, 3)}\\*+.{0,4}$`));
  assert.ok(!JSON.stringify(body).includes(whole));
});
