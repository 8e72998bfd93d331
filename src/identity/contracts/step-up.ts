/** Asks again for proof of possession during a session. */
export abstract class StepUp {
  /** Whether the code sent to the account's own mobile for this purpose is right; a right code is used up. */
  abstract smsPassed(accountId: string, code: string, purpose: 'device'): Promise<boolean>;
}
