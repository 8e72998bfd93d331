import { jest } from '@jest/globals';

/** Files that a page hands to the browser to keep, from now on: name and text, as they would be written. */
export function savedFiles(): { name: string; text: Promise<string> }[] {
  const [saved, blobs]: [{ name: string; text: Promise<string> }[], Map<string, Blob>] = [[], new Map()];
  const createObjectURL = (blob: Blob) => {
    const url = `blob:${blobs.size}`;
    blobs.set(url, blob);
    return url;
  };
  Object.assign(URL, { createObjectURL, revokeObjectURL: () => undefined });
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, text: textOf(blobs.get(this.href)!) });
  });
  return saved;
}

async function textOf(blob: Blob): Promise<string> {
  const reader = new FileReader();
  const bytes = await new Promise((resolve) => {
    reader.onload = () => resolve(reader.result);
    reader.readAsArrayBuffer(blob);
  });
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes as ArrayBuffer);
}
