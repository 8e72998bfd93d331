import { p } from '@mikro-orm/core';
import { mapAggregate } from '../../platform/persistence/map-aggregate.js';
import { Device } from '../domain/device.js';
import { HealthCode } from '../domain/health-code.js';

export const HealthCodeSchema = mapAggregate(HealthCode, 'health_verdict.code', {
  id: p.uuid().primary(),
  residentId: p.uuid(),
  subjectId: p.uuid(),
  serial: p.text(),
  maskedName: p.text(),
  documentEnds: p.text(),
  birthYear: p.integer().nullable(),
  digitsKey: p.blob().$type<Buffer>(),
  digitsEpoch: p.integer().accessor('_digitsEpoch'),
  digitsEpochAt: p.type('timestamptz').$type<Date>().nullable().accessor('_digitsEpochAt'),
  claimedAt: p.type('timestamptz').$type<Date>(),
  initialArea: p.text(),
  initialLatitude: p.double().$type<number>().nullable(),
  initialLongitude: p.double().$type<number>().nullable(),
  initialAccuracyMetres: p.double().$type<number>().nullable(),
  version: p.integer().version(),
});

export const DeviceSchema = mapAggregate(Device, 'health_verdict.device', {
  id: p.uuid().primary(),
  codeId: p.uuid(),
  name: p.text(),
  publicKey: p.blob().$type<Buffer>(),
  sessionId: p.text().nullable(),
  enrolledAt: p.type('timestamptz').$type<Date>(),
  revokedAt: p.type('timestamptz').$type<Date>().nullable().accessor('_revokedAt'),
});
