import { operations } from './schema';

/** What the API answers, named as the screens speak. The shapes come from the contract (`schema.ts`), so that a drift does not compile. */
type Answer<
  Operation extends keyof operations,
  Status extends number = 200,
> = Status extends keyof operations[Operation]['responses']
  ? operations[Operation]['responses'][Status] extends { content: { 'application/json': infer Body } }
    ? Body
    : never
  : never;
type Sent<Operation extends keyof operations> = operations[Operation] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

export interface Words {
  zh: string;
  en: string;
}

export interface Page<T> {
  items: T[];
  next?: string | null;
}

/** The contract says "string": a later role must not break an older page. */
export type Role =
  | 'resident'
  | 'scanner'
  | 'enterprise-administrator'
  | 'unit-administrator'
  | 'unit-clerk'
  | 'authority-operator'
  | 'platform-operator'
  | 'approver'
  | 'security-officer'
  | 'auditor'
  | 'analyst';

export type Capacity = Answer<'Session_session'>['capacity'] & { role: Role };
export type SessionView = Omit<Answer<'Session_session'>, 'capacity' | 'capacities'> & {
  capacity: Capacity;
  capacities: Capacity[];
};
export type Registration = Sent<'Session_register'>;
export type Door = Sent<'Session_signIn'>['door'];
export type DocumentType = Registration['document']['type'];

export type Me = Answer<'Resident_me'>;
export type Message = Answer<'Resident_inbox'>['items'][number];
export type ProvenFace = Answer<'Resident_proveFace'>;
export type DemoSms = Answer<'DemoInbox_inbox'>['items'][number];

export type CodeView = Answer<'Code_view'>;
export type ActiveCause = CodeView['causes'][number];
export type InitialPosition = Sent<'Code_claim'>['initialPosition'];
export type NewDevice = Sent<'Code_enrol'>;
export type Places = Answer<'Code_list'>;
export type Device = Places['items'][number];
export type IssuedCredential = Answer<'Code_enrol', 201>;
export type DigitSecrets = Answer<'Code_digits'>;
export type Area = Answer<'Organization_areasBelow'>['items'][number];
