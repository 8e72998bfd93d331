export type Memory = 'localStorage' | 'sessionStorage';

/** What a browser would not keep (forbidden, full) lives as long as the page. */
const forThisPage = new Map<string, string>();

/**
 * What was kept under a name, or nothing: where storage is forbidden, where nothing is kept, and where what is kept is damaged.
 * @param isOne whether it is what was once kept; anything may stand there
 */
export function readStored<T>(
  name: string,
  isOne: (value: unknown) => value is T,
  memory: Memory = 'localStorage',
): T | undefined {
  return parsedAs(textOf(name, memory), isOne);
}

/** Likewise of a text that came another way, as by another tab. */
export function parsedAs<T>(text: string | null | undefined, isOne: (value: unknown) => value is T): T | undefined {
  if (!text) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isOne(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function writeStored(name: string, value: unknown, memory: Memory = 'localStorage'): void {
  const text = JSON.stringify(value);
  try {
    globalThis[memory].setItem(name, text);
    forThisPage.delete(name);
  } catch {
    deleteStored(name, memory);
    forThisPage.set(name, text);
  }
}

export function deleteStored(name: string, memory: Memory = 'localStorage'): void {
  forThisPage.delete(name);
  try {
    globalThis[memory].removeItem(name);
  } catch {
    // Where nothing may be kept, nothing is.
  }
}

/** All that this tab alone keeps: it is not for whoever signs in next. */
export function clearTab(): void {
  try {
    globalThis.sessionStorage.clear();
  } catch {
    // Where nothing may be kept, nothing is.
  }
}

/** The browser's databases, where it has any and lets them be used. */
export function databases(): IDBFactory | undefined {
  try {
    return globalThis.indexedDB ?? undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function textOf(name: string, memory: Memory): string | undefined {
  try {
    return forThisPage.get(name) ?? globalThis[memory].getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}
