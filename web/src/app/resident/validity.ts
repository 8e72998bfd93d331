import { KeptCode } from './kept-code';
import { shanghaiDate } from './shanghai';

const HALF_A_MINUTE = 30_000;
const passed = (moment: string | null | undefined, now: number) => !!moment && now >= Date.parse(moment);

/** The colour has turned or the credential has ended: whatever the device could show would be refused. */
export function ranOut({ view, credential, expiresAt }: KeptCode, now: number): boolean {
  return passed(view?.until, now) || (!!credential && passed(expiresAt, now));
}

/** A credential is asked for where there is none, in good time, when the colour is another, and when a device or session of the person has ended: it may be this one. */
export function credentialDue(kept: KeptCode, now: number): boolean {
  const { deviceId, keys, credential, renewAfter, issuedAs, issuedEpoch, view } = kept;
  if (!deviceId || !keys || !credential || issuedAs !== view?.colour || issuedEpoch !== view?.digitsEpoch) return true;
  return !renewAfter || passed(renewAfter, now) || ranOut(kept, now);
}

/** The secret of this day, unless a device or session ended since it was asked for: then its digits are refused. */
export function secretOfDay({ digits, view }: KeptCode, at: number): string | undefined {
  if (!digits || (view && digits.epoch !== view.digitsEpoch)) return undefined;
  return digits.days.find((day) => day.date === shanghaiDate(at))?.secret;
}

/** In the first half minute of a day, while the new secret is on its way, yesterday's goes on. */
export function secretAt(kept: KeptCode, at: number): string | undefined {
  return secretOfDay(kept, at) ?? secretOfDay(kept, at - HALF_A_MINUTE);
}
