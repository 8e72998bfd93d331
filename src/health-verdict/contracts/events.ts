export const CodeClaimedV1 = 'health-verdict.code-claimed.v1';
export interface CodeClaimed {
  readonly codeId: string;
  readonly residentId: string;
}

export const VerdictsChangedV1 = 'health-verdict.verdicts-changed.v1';
export interface VerdictChange {
  readonly residentId: string;
  /** Place in the resident's own history. */
  readonly seq: number;
  /** ISO 8601; when the colour took effect. */
  readonly from: string;
  readonly colour: 'green' | 'orange';
}
/** One event for up to 5,000 people. */
export interface VerdictsChanged {
  readonly changes: readonly VerdictChange[];
}
