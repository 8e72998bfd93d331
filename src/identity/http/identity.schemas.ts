import { z } from 'zod';
import { PERMISSIONS } from '../../platform/authorization/permissions.js';
import { mobile, personName, smsCode } from '../../platform/http/fields.js';
import { pageOf } from '../../platform/http/page.js';
import { readMobile } from '../../platform/kernel/mobile.js';
import { DOCUMENT_TYPES } from '../contracts/document.js';

const password = z.string().min(1).max(200);
const words = z.object({ zh: z.string(), en: z.string() });

export const smsCodeBody = z.object({ mobile, purpose: z.enum(['register', 'recover']) });
export const smsCodeAnswer = z.object({ retryAfterSeconds: z.number() });

export const registrationBody = z.object({
  id: z.uuidv7(),
  name: personName(50),
  document: z.object({
    type: z.enum(DOCUMENT_TYPES),
    number: z.string().max(30),
    country: z.string().max(3).optional(),
  }),
  mobile,
  smsCode,
  password,
  agreement: z.literal(true),
});

export const recoveryBody = registrationBody.pick({ document: true, mobile: true, smsCode: true, password: true });

/** A login is a mobile number, however it is typed; what is none belongs to nobody, and is refused as a wrong password is. */
const login = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .overwrite((typed) => readMobile(typed) ?? typed);
export const signInBody = z.object({ door: z.enum(['personal', 'organization']), login, password });
export const capacityBody = z.object({ capacityId: z.uuid() });
export const passwordChangeBody = z.object({ current: password, next: password });
export const activationBody = z.object({ login, code: z.string().trim().min(1).max(60), password });
/** Base64 of a JPEG of at most 2 MiB. */
export const faceBody = z.object({
  image: z
    .string()
    .max(2_900_000)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/),
});
export const faceAnswer = z.object({ level: z.literal(4), provider: z.string() });

const capacity = z.object({
  id: z.uuid(),
  role: z.string(),
  organizationId: z.uuid().optional(),
  organizationName: z.string().optional(),
});

/** One of the server's list, so that the web's navigation, buttons and guards can name no other. */
const permission = z.union(
  Object.entries(PERMISSIONS).map(([subject, actions]) =>
    z.object({ action: z.enum(actions), subject: z.literal(subject) }),
  ),
);

export const sessionView = z.object({
  accountId: z.uuid(),
  displayName: z.string(),
  capacity,
  capacities: z.array(capacity),
  level: z.number().int().optional(),
  mustChangePassword: z.boolean(),
  permissions: z.array(permission),
  unread: z.number().int(),
});

export const meView = z.object({
  name: z.string(),
  maskedName: z.string(),
  documentType: z.enum(DOCUMENT_TYPES),
  documentEnds: z.string(),
  maskedMobile: z.string(),
  level: z.number().int(),
});

export const messagePage = pageOf(
  z.object({
    id: z.uuid(),
    title: words,
    body: words,
    link: z.string().optional(),
    sentAt: z.iso.datetime(),
    readAt: z.iso.datetime().optional(),
  }),
);
export const unreadView = z.object({ count: z.number().int() });
export const oneTimePasswordView = z.object({ oneTimePassword: z.string() });
export const demoInbox = z.object({
  items: z.array(z.object({ mobile: z.string(), content: z.string(), sentAt: z.iso.datetime() })),
});
export const id = z.uuid();
