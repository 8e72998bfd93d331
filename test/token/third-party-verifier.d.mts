export function verifyPresentation(
  text: string,
  jwks: object,
  now: Date,
): { ok: true; maskedName: string; birthYear: number; colour: string } | { ok: false; refusal: string };
