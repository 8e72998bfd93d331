import { type Browser, device } from './product.js';

/** A resident's phone: keeps its own key and makes every showing by itself. */
export class Phone {
  readonly id: string;
  private readonly browser: Browser;
  private readonly keys: CryptoKeyPair;
  readonly credential: string;

  private constructor(id: string, browser: Browser, keys: CryptoKeyPair, credential: string) {
    this.id = id;
    this.browser = browser;
    this.keys = keys;
    this.credential = credential;
  }

  static async enrolled(id: string, browser: Browser): Promise<Phone> {
    const { keys, publicKey } = await device.newDeviceKeys();
    const { status, body } = await browser.post('/code/devices', { id, name: 'phone', publicKey });
    if (status !== 201) throw new Error(`The phone was not accepted: ${status} ${JSON.stringify(body)}`);
    return new Phone(id, browser, keys, String(body['credential']));
  }

  /** With a key that nobody enrolled: what a thief's phone has. */
  static async stranger(id: string, browser: Browser, credential: string): Promise<Phone> {
    const { keys } = await device.newDeviceKeys();
    return new Phone(id, browser, keys, credential);
  }

  showing(at: Date): Promise<string> {
    return device.makePresentation(this.credential, this.keys.privateKey, at.getTime());
  }

  async digits(at: Date): Promise<string> {
    const { body } = await this.browser.get('/code/digits');
    const [today] = body['days'] as unknown as { secret: string }[];
    return device.digitsAt(String(body['serial']), today!.secret, at.getTime());
  }
}
