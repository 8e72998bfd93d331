import { After, Before, setDefaultTimeout, setWorldConstructor, World } from '@cucumber/cucumber';
import { isStaff, mobileOf } from './people.js';
import { type Answer, type Browser, DemoWorld, newId, type Product, Started } from './product.js';
import type { Phone } from './phone.js';

/** The demo world is made on this day; examples start there or later. */
const FIRST_DAY = '2020-02-20T08:00:00+08:00';
export const PASSWORD = 'Lychee-and-jasmine-88';

/** One example: the product on a database of its own, its clock, and who does what. */
export class Story extends World {
  product!: Product;
  /** What was last answered to a person, in the order of asking. */
  readonly answers = new Map<string, Answer>();
  readonly browsers = new Map<string, Browser>();
  readonly phones = new Map<string, Phone>();
  /** Texts of codes on pictures and notes. */
  readonly kept = new Map<string, string>();
  readonly shifts = new Map<string, string>();
  readonly residents = new Map<string, string>();
  readonly subAccounts = new Map<string, string>();

  get now(): Date {
    return this.product.clock.now();
  }

  id(): string {
    return newId(this.now);
  }

  async browser(name: string): Promise<Browser> {
    const known = this.browsers.get(name);
    if (known) return known;
    const opened = isStaff(name) ? await this.product.signedIn(mobileOf(name)) : this.product.browser();
    this.browsers.set(name, opened);
    return opened;
  }

  /** Remembers what was answered, so that a later step can look at it. */
  async hears(name: string, asked: Promise<Answer>): Promise<Answer> {
    const answer = await asked;
    this.answers.set(name, answer);
    return answer;
  }

  /** For steps that only prepare: a refusal is a mistake in the example. */
  async succeeds(name: string, asked: Promise<Answer>): Promise<Answer> {
    const answer = await this.hears(name, asked);
    if (answer.status >= 300) throw new Error(`${name} was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }

  heardBy(name: string): Answer {
    const answer = this.answers.get(name);
    if (!answer) throw new Error(`${name} has asked for nothing yet.`);
    return answer;
  }
}

setWorldConstructor(Story);
setDefaultTimeout(60_000);

Before(async function (this: Story) {
  this.product = await Started.start();
  this.product.clock.moveTo(FIRST_DAY);
  await this.product.app.get(DemoWorld).build();
});

After(async function (this: Story) {
  await this.product.stop();
});
