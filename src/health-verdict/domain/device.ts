/** A phone or browser that shows a code by a key of its own, until it is revoked; it stays on record, so that the next one needs an SMS. */
export class Device {
  private _revokedAt: Date | undefined;

  constructor(
    readonly id: string,
    readonly codeId: string,
    readonly name: string,
    /** Uncompressed P-256 point; the private key never leaves the device. */
    readonly publicKey: Buffer,
    /** Of the session that enrolled it; unknown of the oldest ones. */
    readonly sessionId: string | undefined,
    readonly enrolledAt: Date,
  ) {}

  get revokedAt(): Date | undefined {
    return this._revokedAt;
  }

  get live(): boolean {
    return this._revokedAt === undefined;
  }

  revoke(now: Date): void {
    this._revokedAt = now;
  }
}
