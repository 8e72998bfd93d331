import { z } from 'zod';
import { instant } from '../../platform/http/dates.js';
import { areaKey, freeText, requiredText } from '../../platform/http/fields.js';
import { colourKey, colourWords } from '../../health-verdict/contracts/colours.js';
import { pageOf, pageQuery } from '../../platform/http/page.js';
import { OUTCOMES, PASS_REASONS, TEMPERATURE_RESULTS } from '../domain/feedback.js';
import { SCAN_POINT_KINDS, SCAN_POINT_STATES } from '../domain/scan-point.js';

const words = z.object({ zh: z.string(), en: z.string() });
export const id = z.uuid();
const choice = z.object({ key: z.string(), title: words, needsText: z.boolean().optional() });
export const choicesView = z.object({
  passReasons: z.array(choice),
  outcomes: z.array(choice),
  temperature: z.object({ min: z.number(), max: z.number(), abnormalFrom: z.number() }),
});

export const scanPointBody = z.object({
  id: z.uuidv7(),
  name: requiredText(60),
  kind: z.enum(SCAN_POINT_KINDS),
  areaKey,
  address: freeText(120),
});
export const scanPointView = scanPointBody.extend({
  id,
  areaName: z.string(),
  state: z.enum(SCAN_POINT_STATES),
  addedAt: z.iso.datetime(),
  version: z.int(),
});
export const scanPointPage = pageOf(scanPointView);
export const scanPointQuery = pageQuery.extend({
  name: freeText(60).optional(),
  state: z.enum([...SCAN_POINT_STATES, 'usable', 'all']).default('usable'),
});
/** The version that whoever decides was looking at. */
export const seenPoint = z.object({ version: z.int().min(1) });
export const correctedPoint = scanPointBody.pick({ name: true, kind: true, address: true }).extend(seenPoint.shape);

export const shiftBody = z.object({
  id: z.uuidv7(),
  scanPointId: id,
  community: freeText(60).optional(),
  position: z
    .object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      accuracyMetres: z.number().min(0).max(1_000_000),
    })
    .optional(),
});
export const shiftView = z.object({
  shiftId: id,
  scanPoint: scanPointView,
  community: z.string().optional(),
  openedAt: z.iso.datetime(),
});

/** Digits are checked for a slip (Luhn) by the rules, not here: a slip has its own answer. */
const shown = z.union([
  z.object({ presentation: z.string().min(1).max(2000) }).strict(),
  z.object({ digits: z.string().regex(/^\d{16}$/) }).strict(),
]);
export const scanBody = z.object({ id: z.uuidv7(), shiftId: id, shown, scannedAt: instant });

const flow = z.object({
  kind: z.enum(['none', 'unknown', 'warning']),
  level: words.extend({ rank: z.number() }).optional(),
  area: z.string().optional(),
  date: z.string().optional(),
});
const cause = z.object({ cause: z.number().int(), title: words, ruleVersion: z.number().int().optional() });
const freshness = z.object({ feed: z.string(), name: words, asOf: z.iso.datetime().optional(), late: z.boolean() });

export const scanResult = z.object({
  scanId: id,
  outcome: z.enum(['read', 'refused']),
  refusal: z.string().optional(),
  maskedName: z.string().optional(),
  documentEnds: z.string().optional(),
  ageBand: z.string().optional(),
  colour: colourKey.optional(),
  colourWords: colourWords.optional(),
  until: z.iso.datetime().optional(),
  causes: z.array(cause).optional(),
  ruleVersion: z.number().int().optional(),
  dataAsOf: z.array(freshness).optional(),
  flowAdvice: flow.optional(),
  warnings: z.array(z.enum(['ELSEWHERE', 'SHOWN_AGAIN', 'REPEATED'])),
  assurance: z.enum(['presentation', 'digits']).optional(),
  feedbackBy: z.enum(['you', 'colleague']).optional(),
  receivedAt: z.iso.datetime(),
});

export const feedbackBody = z.object({
  reason: z.enum(PASS_REASONS),
  reasonText: freeText(100).optional(),
  temperature: z.object({
    result: z.enum(TEMPERATURE_RESULTS),
    value: z.number().multipleOf(0.1).min(-999).max(999).optional(),
    why: freeText(100).optional(),
  }),
  outcome: z.enum(OUTCOMES),
});

export const recordQuery = pageQuery.extend({
  from: instant.optional(),
  to: instant.optional(),
  scanPointId: id.optional(),
  scannerId: id.optional(),
  colour: colourKey.optional(),
  name: freeText(20).optional(),
});
const record = z.object({
  scanId: id,
  scannedAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  maskedName: z.string(),
  colour: colourKey,
  colourWords,
  scanPointId: id,
  scanPointName: z.string(),
  scannerId: id,
  scannerName: z.string(),
  reason: z.string().optional(),
  temperatureResult: z.string().optional(),
  temperature: z.number().optional(),
  outcome: z.string().optional(),
});
export const recordPage = pageOf(record);
export const recordDetail = record.extend({
  documentEnds: z.string(),
  ageBand: z.string(),
  until: z.iso.datetime().optional(),
  causes: z.array(cause),
  ruleVersion: z.number().int().optional(),
  dataAsOf: z.array(freshness),
  flowAdvice: flow,
  assurance: z.string(),
  community: z.string().optional(),
  scanPointAddress: z.string(),
  warnings: z.array(z.string()),
  reasonText: z.string().optional(),
  notMeasuredWhy: z.string().optional(),
  feedbackAt: z.iso.datetime().optional(),
});
