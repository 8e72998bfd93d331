import { Body } from '../api/contract';

export type Position = NonNullable<Body<'POST /api/shifts'>['position']>;

/** The device's position, or nothing when it is refused, absent or takes longer than ten seconds. */
export function whereAmI(): Promise<Position | undefined> {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(undefined);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          latitude: coords.latitude,
          longitude: coords.longitude,
          accuracyMetres: Math.round(coords.accuracy),
        }),
      () => resolve(undefined),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  });
}
