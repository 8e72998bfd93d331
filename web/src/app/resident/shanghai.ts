const EIGHT_HOURS = 8 * 3_600_000;

function shanghai(at: number): string {
  return new Date(at + EIGHT_HOURS).toISOString();
}

export function shanghaiDate(at: number): string {
  return shanghai(at).slice(0, 10);
}

export function shanghaiTime(at: number): string {
  return shanghai(at).slice(11, 19);
}

/** `2026-11-23 21:20` of an ISO moment; empty without one. */
export function shanghaiMinute(moment: string | null | undefined): string {
  const at = moment ? Date.parse(moment) : NaN;
  return Number.isNaN(at) ? '' : shanghai(at).slice(0, 16).replace('T', ' ');
}
