const PLATFORMS: readonly [RegExp, string][] = [
  [/HarmonyOS/i, 'HarmonyOS'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
];
const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger/, 'WeChat'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

interface Named {
  readonly id: string;
  readonly name: string;
  readonly enrolledAt: string;
}

/** @returns the names by id; devices that call themselves alike are counted, the oldest first: `Linux · Chrome (2)` */
export function namesApart(devices: readonly Named[]): ReadonlyMap<string, string> {
  const oldestFirst = [...devices].sort((one, other) => one.enrolledAt.localeCompare(other.enrolledAt));
  return new Map(
    oldestFirst.map(({ id, name }) => {
      const alike = oldestFirst.filter((other) => other.name === name);
      return [id, alike.length > 1 ? `${name} (${alike.findIndex((other) => other.id === id) + 1})` : name];
    }),
  );
}

/** By which a person recognizes the device in the list: `iPhone · Safari`. */
export function deviceName(userAgent: string): string {
  const named = (names: readonly [RegExp, string][]) => names.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [named(PLATFORMS), named(BROWSERS)].filter(Boolean).join(' · ') || 'Browser';
}
