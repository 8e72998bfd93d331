export const ScanRecordedV1 = 'checkpoint.scan-recorded.v1';
export interface ScanRecorded {
  readonly scanId: string;
  readonly organizationId: string;
  readonly unitPath: string;
  readonly scanPointId: string;
  readonly scannerId: string;
  readonly colour: 'green' | 'orange';
  /** `receivedAt` of the scan: the server's clock. */
  readonly at: string;
}

export const ScanRefusedV1 = 'checkpoint.scan-refused.v1';
export interface ScanRefused {
  readonly refusedScanId: string;
  readonly organizationId: string;
  readonly unitPath: string;
  readonly reason: string;
  /** `receivedAt` of the scan: the server's clock. */
  readonly at: string;
}

export const PassageRecordedV1 = 'checkpoint.passage-recorded.v1';
export interface PassageRecorded {
  readonly scanId: string;
  readonly organizationId: string;
  readonly unitPath: string;
  readonly outcome: string;
  readonly temperatureResult: 'normal' | 'abnormal' | 'not-measured';
  /** Set when the scanner corrects the passage: what had been said before. It is no further passage. */
  readonly corrects?: { readonly temperatureResult: 'normal' | 'abnormal' | 'not-measured' };
  /** `receivedAt` of the scan: a passage belongs to the day of its scan, whenever its result was given. */
  readonly at: string;
}

/** So many tries at the digits of one code missed that they are closed for minutes. */
export const DigitsClosedV1 = 'checkpoint.digits-closed.v1';
export interface DigitsClosed {
  /** Absent when the serial that was tried is nobody's. */
  readonly residentId?: string;
}
