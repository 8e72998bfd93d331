import type { Answer, Body, Item, Query } from './contract';

/** What the API answers, named as the screens speak. The shapes come from the contract, so that a drift does not compile. */
export type Words = Item<'GET /api/feeds'>['name'];

export type SessionView = Answer<'GET /api/session'>;
export type Capacity = SessionView['capacity'];
export type Permission = SessionView['permissions'][number];
export type Registration = Body<'POST /api/registrations'>;
export type Recovery = Body<'POST /api/password-recoveries'>;
export type Door = Body<'POST /api/sessions'>['door'];
export type DocumentType = Registration['document']['type'];
export type DemoSms = Item<'GET /api/demo/sms'>;

export type Message = Item<'GET /api/messages'>;
export type CodeView = Answer<'GET /api/code'>;
export type ActiveCause = CodeView['causes'][number];
export type Device = Item<'GET /api/code/devices'>;
export type IssuedCredential = Answer<'POST /api/code/devices'>;
export type DigitSecrets = Answer<'GET /api/code/digits'>;
export type Area = Item<'GET /api/areas'>;

export type ScanPoint = Item<'GET /api/scan-points'>;
export type ScanPointFilter = Query<'GET /api/scan-points'>;
export type Shift = Answer<'GET /api/shift'>;
export type Position = NonNullable<Body<'POST /api/shifts'>['position']>;
export type ScanRequest = Body<'POST /api/scans'>;
export type Shown = ScanRequest['shown'];
export type ScanResult = Answer<'POST /api/scans'>;
export type Feedback = Body<'PUT /api/scans/{id}/feedback'>;
export type TemperatureResult = Feedback['temperature']['result'];
export type Outcome = Feedback['outcome'];

export type ScanRecord = Item<'GET /api/scan-records'>;
export type RecordFilter = Query<'GET /api/scan-records'>;
export type SubAccount = Item<'GET /api/sub-accounts'>;
export type SubAccountFilter = Query<'GET /api/sub-accounts'>;
export type Unit = Item<'GET /api/units'>;

export type Feed = Item<'GET /api/feeds'>;
export type Operation = Answer<'GET /api/operations/{id}'>;
export type Batch = Item<'GET /api/feeds/{feed}/batches'>;
export type BatchRow = Item<'GET /api/batches/{id}/rows'>;
