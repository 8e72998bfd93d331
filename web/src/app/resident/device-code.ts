export interface Drawing {
  viewBox: string;
  path: string;
}

export function canPresent(): boolean {
  return typeof indexedDB !== 'undefined' && globalThis.crypto?.subtle !== undefined;
}

export async function newDeviceKeys(): Promise<{ keys: CryptoKeyPair; publicKey: string }> {
  throw new Error('not wired');
}

export async function present(_credential: string, _keys: CryptoKeyPair, _at: number): Promise<string> {
  return '';
}

export async function digitsAt(_serial: string, _secret: string, _at: number): Promise<string> {
  return '1234567890123456';
}

export function drawn(_text: string): Drawing {
  return { viewBox: '0 0 0 0', path: '' };
}

export function inGroups(digits: string): string[] {
  return digits.match(/.{1,4}/g) ?? [];
}
