import { Given, Then } from '@cucumber/cucumber';
import assert from 'node:assert/strict';
import { found, mobileOf } from './people.js';
import type { Story } from './story.js';

const { administratorOf, UNIT } = await import('../../test/organization/administrators.js');
type Listed = import('../../test/organization/administrators.js').Listed;

const UNITS: Record<string, string> = { 福建省: UNIT.province, 福州市: UNIT.fuzhou, 鼓楼区: UNIT.gulou };

async function listed(story: Story, administrator: string, query: string): Promise<Listed[]> {
  const { body } = await story.succeeds(
    administrator,
    (await story.browser(administrator)).get(`/sub-accounts?${query}`),
  );
  return body['items'] as unknown as Listed[];
}

Given('{person} administers the unit of {place}', async function (this: Story, name: string, place: string) {
  this.browsers.set(name, await administratorOf(this.product, found(UNITS, place), mobileOf(name)));
});
Then(
  '{person} sees that {person} scans for {string}',
  async function (this: Story, administrator: string, name: string, unit: string) {
    const [scanner] = await listed(this, administrator, `name=${encodeURIComponent(name)}`);
    assert.equal(scanner?.unit.name, unit);
  },
);
Then(
  '{person} sees the active scanner(s) {person} only',
  async function (this: Story, administrator: string, name: string) {
    assert.deepEqual(
      (await listed(this, administrator, 'status=active')).map((scanner) => scanner.name),
      [name],
    );
  },
);
