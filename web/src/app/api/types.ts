/** What the API answers, as the screens use it. `schema.ts` is generated from openapi.json; a spec holds the two together. */
export interface Words {
  zh: string;
  en: string;
}

export interface Page<T> {
  items: T[];
  next?: string | null;
}

export type Role =
  | 'resident' | 'scanner' | 'enterprise-administrator' | 'unit-administrator' | 'unit-clerk' | 'authority-operator'
  | 'platform-operator' | 'approver' | 'security-officer' | 'auditor' | 'analyst';

export interface Capacity {
  id: string;
  role: Role;
  organizationId?: string;
  organizationName?: string;
}

export interface SessionView {
  accountId: string;
  displayName: string;
  capacity: Capacity;
  capacities: Capacity[];
  level?: 1 | 2 | 3 | 4;
  mustChangePassword: boolean;
  abilities: unknown[];
  unread: number;
}

export type Door = 'personal' | 'organization';
export type DocumentType =
  | 'resident-id' | 'foreign-permanent-resident' | 'mainland-travel-permit' | 'taiwan-permit' | 'passport';

export interface Registration {
  id: string;
  name: string;
  document: { type: DocumentType; number: string; country?: string };
  mobile: string;
  smsCode: string;
  password: string;
  agreement: true;
}

export interface Me {
  name: string;
  maskedName: string;
  documentType: DocumentType;
  documentEnds: string;
  maskedMobile: string;
  level: 1 | 2 | 3 | 4;
}

export interface Message {
  id: string;
  title: Words;
  body: Words;
  sentAt: string;
  readAt?: string | null;
}

export interface DemoSms {
  mobile: string;
  content: string;
  sentAt: string;
}

export type Colour = 'green' | 'orange';

export interface ActiveCause {
  cause: number;
  title: Words;
  source: Words;
  from: string;
  until?: string | null;
  wayBack: Words;
  legalBasis: Words;
}

export interface DataAsOf {
  feed: string;
  name: Words;
  asOf?: string | null;
  late: boolean;
}

export interface CodeView {
  codeId: string;
  serial: string;
  maskedName: string;
  colour: Colour;
  until?: string | null;
  causes: ActiveCause[];
  dataAsOf: DataAsOf[];
  ruleVersion: string | number;
  serverTime: string;
}

export interface Area {
  key: string;
  name: string;
  nameEn?: string | null;
  kind: 'province' | 'city' | 'county' | 'zone' | 'street' | 'community';
}

export interface InitialPosition {
  areaKey: string;
  latitude?: number;
  longitude?: number;
  accuracyMetres?: number;
}

export interface Device {
  id: string;
  name: string;
  enrolledAt: string;
  renewedAt?: string | null;
  expiresAt?: string | null;
}

export interface IssuedCredential {
  deviceId: string;
  credential: string;
  expiresAt: string;
  renewAfter: string;
}

export interface DigitSecrets {
  serial: string;
  days: { date: string; secret: string }[];
}
