const PLATFORMS: readonly [RegExp, string][] = [
  [/HarmonyOS/i, 'HarmonyOS'], [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Macintosh/, 'Mac'], [/Linux/, 'Linux'],
];
const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger/, 'WeChat'], [/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari'],
];

/** By which a person recognizes the device in the list: `iPhone · Safari`. */
export function deviceName(userAgent: string): string {
  const named = (names: readonly [RegExp, string][]) => names.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [named(PLATFORMS), named(BROWSERS)].filter(Boolean).join(' · ') || 'Browser';
}
