export const ResidentVerifiedV1 = 'identity.resident-verified.v1';
export interface ResidentVerified {
  readonly residentId: string;
  readonly level: 1 | 2 | 3 | 4;
}
