import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The web app's files name each other without an ending, as its bundler wants it. */
registerHooks({
  resolve(specifier, context, next) {
    if (!/^\.{1,2}\//.test(specifier) || !context.parentURL?.includes('/web/src/')) return next(specifier, context);
    const { href } = new URL(`${specifier}.ts`, context.parentURL);
    return next(existsSync(fileURLToPath(href)) ? href : specifier, context);
  },
});

export type { Answer, Browser, World as Product } from '../../test/world.js';

/** Imported late: the program comes compiled, because its decorators cannot be stripped. */
export const { World: Started } = await import('../../test/world.js');
export const { DemoWorld } = await import('../../src/platform/demo/scenario.js');
export const { newId } = await import('../../src/platform/kernel/ids.js');
export const { checkCharacter } = await import('../../src/identity/contracts/document.js');

/** What runs in a resident's browser, here under Node's own WebCrypto. */
interface DeviceCode {
  newDeviceKeys(): Promise<{ keys: CryptoKeyPair; publicKey: string }>;
  makePresentation(credential: string, privateKey: CryptoKey, at: number): Promise<string>;
  digitsAt(serial: string, secret: string, at: number): Promise<string>;
}

const presentation = (file: string): Promise<Partial<DeviceCode>> =>
  import(new URL(`../../web/src/app/resident/presentation/${file}.ts`, import.meta.url).href);

export const device = {
  ...(await presentation('device-key')),
  ...(await presentation('make-presentation')),
  ...(await presentation('digits')),
} as DeviceCode;
