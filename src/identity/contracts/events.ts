export const ResidentVerifiedV1 = 'identity.resident-verified.v1';
export interface ResidentVerified {
  readonly residentId: string;
  readonly level: 1 | 2 | 3 | 4;
}

export const MessageSentV1 = 'identity.message-sent.v1';
export interface MessageSent {
  readonly messageId: string;
  readonly residentId: string;
}
