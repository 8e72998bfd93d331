import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NativeReader } from './native-reader';

const browser = globalThis as { BarcodeDetector?: unknown };
const video = {} as HTMLVideoElement;

/** A browser whose reader sees, picture by picture, what is given. */
function browserThatSees(pictures: (readonly string[] | Error)[], formats = ['ean_13', 'qr_code']): void {
  browser.BarcodeDetector = class {
    static getSupportedFormats = async (): Promise<string[]> => formats;
    detect = async (): Promise<{ rawValue: string }[]> => {
      const picture = pictures.shift() ?? [];
      if (picture instanceof Error) throw picture;
      return picture.map((rawValue) => ({ rawValue }));
    };
  };
}

describe('the reader of the browser', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    delete browser.BarcodeDetector;
  });

  it('is missing where the browser has none, or none for QR codes', async () => {
    expect(await NativeReader.ofThisBrowser()).toBeUndefined();
    browserThatSees([], ['ean_13']);
    expect(await NativeReader.ofThisBrowser()).toBeUndefined();
  });

  it('goes on after a picture that cannot be read, and stops when told', async () => {
    browserThatSees([new Error('InvalidStateError'), [], ['BM1:A'], ['BM1:B']]);
    const seen: string[] = [];
    const reader = await NativeReader.ofThisBrowser();
    const stop = reader!.watch(video, (text) => seen.push(text));
    await jest.advanceTimersByTimeAsync(250);
    expect(seen).toEqual(['BM1:A']);
    stop();
    await jest.advanceTimersByTimeAsync(1000);
    expect(seen).toEqual(['BM1:A']);
  });
});
