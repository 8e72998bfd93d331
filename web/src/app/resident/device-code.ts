import { Injectable } from '@angular/core';
import { canPresent, newDeviceKeys } from './presentation/device-key';
import { digitsAt } from './presentation/digits';
import { makePresentation } from './presentation/make-presentation';
import { Drawing, drawn } from './presentation/qr';

export type { Drawing };

/** What this browser can do: sign presentations, only digits (it keeps no keys), or nothing secret at all (plain http). */
export type Ability = 'presents' | 'digits-only' | 'insecure';

/** The browser's part in showing the code: key, presentation, digits and picture, none of which asks the network. */
@Injectable({ providedIn: 'root' })
export class DeviceCode {
  /** Browsers compute nothing secret over plain http. */
  ability(): Ability {
    if (globalThis.crypto?.subtle === undefined) return 'insecure';
    return canPresent() ? 'presents' : 'digits-only';
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
