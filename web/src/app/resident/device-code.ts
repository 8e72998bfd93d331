import { Injectable } from '@angular/core';
import { canPresent, newDeviceKeys } from './presentation/device-key';
import { digitsAt } from './presentation/digits';
import { makePresentation } from './presentation/make-presentation';
import { Drawing, drawn } from './presentation/qr';

export type { Drawing };

/** The browser's part in showing the code: key, presentation, digits and picture, none of which asks the network. */
@Injectable({ providedIn: 'root' })
export class DeviceCode {
  canPresent(): boolean {
    return canPresent();
  }

  /** Browsers compute nothing secret over plain http. */
  canCompute(): boolean {
    return globalThis.crypto?.subtle !== undefined;
  }

  newKeys(): Promise<{ keys: CryptoKeyPair; publicKey: string }> {
    return newDeviceKeys();
  }

  present(credential: string, keys: CryptoKeyPair, at: number): Promise<string> {
    return makePresentation(credential, keys.privateKey, at);
  }

  digits(serial: string, secret: string, at: number): Promise<string> {
    return digitsAt(serial, secret, at);
  }

  draw(text: string): Drawing {
    return drawn(text);
  }
}
