import type { IdentityDocument } from '../contracts/document.js';

/** Sends a text message. An adapter throws `smsUnavailable` when the gateway does not take it. */
export abstract class SmsGateway {
  abstract send(mobile: string, content: string): Promise<void>;
  /** What would have been sent, newest first: only of an adapter that sends nothing. */
  demoInbox?(): Promise<DemoSms[]>;
}

export interface DemoSms {
  readonly mobile: string;
  readonly content: string;
  readonly sentAt: string;
}

export interface Matched {
  readonly matched: boolean;
  /** Who said so; the demo adapter calls itself `demo`, and screens repeat it. */
  readonly provider: string;
}

/** L3: do name and document belong together, as the national identity authority has them? */
export abstract class NameCheck {
  abstract check(name: string, document: IdentityDocument): Promise<Matched>;
}

/** L4: does a live face belong to the document? The picture is passed on and not kept. */
export abstract class FaceCheck {
  abstract check(document: { type: string; normalised: string }, jpeg: Buffer): Promise<Matched>;
}
