import { Then, When } from '@cucumber/cucumber';
import assert from 'node:assert/strict';
import type { Answer } from './product.js';
import type { Story } from './story.js';

interface Point {
  readonly name: string;
  readonly state: string;
  readonly version: number;
}

const idOf = (story: Story, name: string): string => story.kept.get(`scan point ${name}`)!;

async function point(story: Story, administrator: string, name: string): Promise<Point> {
  const browser = await story.browser(administrator);
  const { body } = await story.succeeds(administrator, browser.get(`/scan-points/${idOf(story, name)}`));
  return body as unknown as Point;
}

async function decide(
  story: Story,
  administrator: string,
  name: string,
  way: 'confirmation' | 'closing',
): Promise<void> {
  const { version } = await point(story, administrator, name);
  const browser = await story.browser(administrator);
  await story.succeeds(administrator, browser.post(`/scan-points/${idOf(story, name)}/${way}`, { version }));
}

async function begin(story: Story, scanner: string, name: string): Promise<Answer> {
  return (await story.browser(scanner)).post('/shifts', { id: story.id(), scanPointId: idOf(story, name) });
}

When('{person} proposes the scan point {string}', async function (this: Story, scanner: string, name: string) {
  const id = this.id();
  this.kept.set(`scan point ${name}`, id);
  const wish = { id, name, kind: 'community', areaKey: '350102', address: '八一七路1号' };
  await this.succeeds(scanner, (await this.browser(scanner)).post('/scan-points', wish));
});
When('{person} begins work at {string}', async function (this: Story, scanner: string, name: string) {
  await this.succeeds(scanner, begin(this, scanner, name));
});
When('{person} confirms {string}', async function (this: Story, administrator: string, name: string) {
  await decide(this, administrator, name, 'confirmation');
});
When('{person} closes {string}', async function (this: Story, administrator: string, name: string) {
  await decide(this, administrator, name, 'closing');
});

Then('{person} finds {string} to be confirmed', async function (this: Story, administrator: string, name: string) {
  assert.equal((await point(this, administrator, name)).state, 'unconfirmed');
});
Then('{person} finds {string} confirmed', async function (this: Story, administrator: string, name: string) {
  assert.equal((await point(this, administrator, name)).state, 'confirmed');
});
Then('{person} is at no scan point', async function (this: Story, scanner: string) {
  assert.equal((await (await this.browser(scanner)).get('/shift')).status, 404);
});
Then('{person} cannot begin work at {string}', async function (this: Story, scanner: string, name: string) {
  assert.equal((await begin(this, scanner, name)).status, 404);
});
