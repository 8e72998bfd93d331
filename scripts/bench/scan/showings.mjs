import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** People who show their codes. A thread of its own signs: the garbage of that must not stop the one that takes the time. */
export class Residents {
  #signer;

  static async of(signingKeys) {
    const residents = new Residents();
    residents.#signer = new Worker(new URL('sign-showings.mjs', import.meta.url), { workerData: { signingKeys } });
    const { publicKeys, digests } = await residents.#answer();
    residents.publicKeys = publicKeys.map((point) => Buffer.from(point));
    residents.digests = digests.map((digest) => Buffer.from(digest));
    return residents;
  }

  /** Showings of this moment, each of another person. */
  async show(count) {
    this.#signer.postMessage(count);
    return (await this.#answer()).showings;
  }

  close() {
    return this.#signer.terminate();
  }

  async #answer() {
    const [message] = await once(this.#signer, 'message');
    return message;
  }
}
