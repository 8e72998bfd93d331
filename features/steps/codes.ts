import { Given, Then, When } from '@cucumber/cucumber';
import assert from 'node:assert/strict';
import { documentOf, mistyped } from './people.js';
import type { Story } from './story.js';

/** What authorities hand in, and the columns of each. */
const FEEDS = {
  'outpatient-records': 'department,visit_date',
  'drug-purchases': 'drug,purchase_date',
} as const;
type Feed = keyof typeof FEEDS;

interface OwnCode {
  readonly codeId: string;
  readonly maskedName: string;
  readonly colour: string;
  readonly until?: string;
  readonly causes: readonly { readonly title: { readonly zh: string }; readonly until?: string }[];
}

async function ownCode(story: Story, name: string): Promise<OwnCode> {
  const { body } = await story.succeeds(name, (await story.browser(name)).get('/code'));
  return body as unknown as OwnCode;
}

/** What became of the file is heard when it is applied. */
async function report(
  story: Story,
  operator: string,
  rows: readonly string[],
  feed: Feed = 'outpatient-records',
): Promise<void> {
  const columns = `reference,revision,document_type,document_number,country,${FEEDS[feed]},withdrawn`;
  const file = Buffer.from(`${columns}\n${rows.join('\n')}\n`);
  const browser = await story.browser(operator);
  const { body } = await story.succeeds(operator, browser.upload(`/feeds/${feed}/batches`, 'records.csv', file));
  await story.product.settle();
  await story.succeeds(operator, browser.get(`/batches/${String(body['id'])}`));
}

/** One line of the authority's file. A withdrawal is a second revision of the same reference. */
function visit(reference: string, document: string, department: string, day: string, withdrawn = false): string {
  return `${reference},${withdrawn ? 2 : 1},resident-id,${document},,${department},${day},${withdrawn ? 1 : 0}`;
}

Given(
  '{person} reports that {person} was at {department} on {day}',
  async function (this: Story, operator: string, name: string, department: string, day: string) {
    this.kept.set(`visit of ${name}`, `${department} ${day}`);
    await report(this, operator, [visit(`${name}-${day}`, documentOf(name), department, day)]);
  },
);
When(
  '{person} reports that {person} bought {drug} on {day}',
  async function (this: Story, operator: string, name: string, drug: string, day: string) {
    await report(this, operator, [visit(`${name}-${day}`, documentOf(name), drug, day)], 'drug-purchases');
  },
);
When(
  '{person} withdraws what was reported about {person}',
  async function (this: Story, operator: string, name: string) {
    const [department, day] = this.kept.get(`visit of ${name}`)!.split(' ');
    await report(this, operator, [visit(`${name}-${day}`, documentOf(name), department!, day!, true)]);
  },
);
When(
  '{person} reports {person} at {department} beside a document number with a slip',
  async function (this: Story, operator: string, name: string, department: string) {
    const right = visit('right', documentOf(name), department, '2020-02-19');
    const wrong = visit('wrong', mistyped(documentOf('何伟')), department, '2020-02-19');
    await report(this, operator, [wrong, right]);
  },
);

Then('{person} reads that {int} line was refused', function (this: Story, operator: string, lines: number) {
  const { accepted, rejected } = this.heardBy(operator).body as unknown as { accepted: number; rejected: number };
  assert.deepEqual({ accepted, rejected }, { accepted: 1, rejected: lines });
});
Then('the code of {person} is {colour}', async function (this: Story, name: string, colour: string) {
  assert.equal((await ownCode(this, name)).colour, colour);
});
Then('the code of {person} bears the name {string}', async function (this: Story, name: string, maskedName: string) {
  assert.equal((await ownCode(this, name)).maskedName, maskedName);
});
Then('{person} holds no code', async function (this: Story, name: string) {
  const { body } = await (await this.browser(name)).get('/code');
  assert.equal(body['colour'], undefined);
  assert.ok(['CODE.NOT_CLAIMED', 'REQUEST.NOT_ALLOWED'].includes(String(body['code'])), String(body['code']));
});
Then('{person} still holds the same code', async function (this: Story, name: string) {
  assert.equal((await ownCode(this, name)).codeId, this.kept.get(`code of ${name}`));
});
Then('{person} reads the cause {string}', async function (this: Story, name: string, title: string) {
  assert.deepEqual(
    (await ownCode(this, name)).causes.map((cause) => cause.title.zh),
    [title],
  );
});
Then('{person} reads no cause', async function (this: Story, name: string) {
  assert.deepEqual((await ownCode(this, name)).causes, []);
});
Then('{person} reads that it ends on {moment}', async function (this: Story, name: string, moment: Date) {
  assert.equal((await ownCode(this, name)).until, moment.toISOString());
});
Then('{person} has a message that her/his code changed', async function (this: Story, name: string) {
  const { body } = await (await this.browser(name)).get('/messages');
  const titles = (body['items'] as unknown as { title: { zh: string } }[]).map(({ title }) => title.zh);
  assert.equal(titles.filter((title) => title.includes('健康码')).length, 1, titles.join());
});
