import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { cameraFault, openCamera } from './camera';

function browserWithCamera(getUserMedia: () => Promise<MediaStream>): void {
  Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: { getUserMedia } });
}

const aStream = () => {
  const track = { stop: jest.fn() };
  return { track, stream: { getTracks: () => [track] } as unknown as MediaStream };
};

describe('a camera', () => {
  afterEach(() => void Reflect.deleteProperty(navigator, 'mediaDevices'));

  it.each([
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'absent'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'failed'],
    ['SomethingNewError', 'failed'],
  ])('that is not given with %s is %s', (name, fault) => {
    browserWithCamera(() => Promise.reject(new Error()));
    expect(cameraFault(new DOMException('', name))).toBe(fault);
  });

  it('is not there without https', () => expect(cameraFault(undefined)).toBe('insecure'));

  it('that opens after the page was left is closed again at once', async () => {
    const { stream, track } = aStream();
    const gone = new AbortController();
    browserWithCamera(async () => {
      gone.abort();
      return stream;
    });
    await expect(openCamera({}, gone.signal)).rejects.toThrow('Left before');
    expect(track.stop).toHaveBeenCalled();
  });

  it('stays open for a page that is still there', async () => {
    const { stream, track } = aStream();
    browserWithCamera(async () => stream);
    expect(await openCamera({}, new AbortController().signal)).toBe(stream);
    expect(track.stop).not.toHaveBeenCalled();
  });
});
