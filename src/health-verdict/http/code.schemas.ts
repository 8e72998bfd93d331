import { z } from 'zod';
import { colourKey, colourWords } from '../contracts/colours.js';
import { areaKey, requiredText, smsCode } from '../../platform/http/fields.js';

export const words = z.object({ zh: z.string(), en: z.string() });

export const claimBody = z.object({
  id: z.uuidv7(),
  initialPosition: z.object({
    areaKey,
    latitude: z.number().min(-90).max(90).optional(),
    longitude: z.number().min(-180).max(180).optional(),
    accuracyMetres: z.number().min(0).max(1_000_000).optional(),
  }),
});

export const codeView = z.object({
  codeId: z.uuid(),
  serial: z.string(),
  maskedName: z.string(),
  colour: colourKey,
  colourWords,
  until: z.iso.datetime().optional(),
  nextColourWords: colourWords.optional(),
  causes: z.array(
    z.object({
      cause: z.number().int(),
      colour: colourKey,
      colourWords,
      title: words,
      source: words,
      from: z.iso.datetime(),
      until: z.iso.datetime().optional(),
      wayBack: words,
      legalBasis: words,
      ruleVersion: z.number().int(),
    }),
  ),
  dataAsOf: z.array(z.object({ feed: z.string(), name: words, asOf: z.iso.datetime().optional(), late: z.boolean() })),
  ruleVersion: z.number().int(),
  digitsEpoch: z.number().int(),
  serverTime: z.iso.datetime(),
});

export const deviceBody = z.object({
  id: z.uuidv7(),
  name: requiredText(60),
  /** An uncompressed P-256 point, base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{86,88}$/),
  smsCode: smsCode.optional(),
  replaces: z.uuid().optional(),
});

export const issuedCredential = z.object({
  deviceId: z.uuid(),
  credential: z.string(),
  expiresAt: z.iso.datetime(),
  renewAfter: z.iso.datetime(),
});
export const devicesView = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      enrolledAt: z.iso.datetime(),
      renewedAt: z.iso.datetime(),
      own: z.boolean(),
    }),
  ),
  most: z.number().int(),
  needs: z.enum(['nothing', 'sms', 'place']),
});
export const digitsView = z.object({
  serial: z.string(),
  epoch: z.number().int(),
  days: z.array(z.object({ date: z.iso.date(), secret: z.string() })),
});
export const deviceId = z.uuid();
