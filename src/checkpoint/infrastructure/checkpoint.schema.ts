import { p } from '@mikro-orm/core';
import { mapAggregate } from '../../platform/persistence/map-aggregate.js';
import { ScanPoint, type ScanPointKind } from '../domain/scan-point.js';
import { Shift } from '../domain/shift.js';

export const ScanPointSchema = mapAggregate(ScanPoint, 'checkpoint.scan_point', {
  id: p.uuid().primary(),
  organizationId: p.uuid(),
  name: p.text().accessor('_name'),
  kind: p.text().$type<ScanPointKind>().accessor('_kind'),
  areaKey: p.text(),
  address: p.text().accessor('_address'),
  confirmed: p.boolean().accessor('_confirmed'),
  addedAt: p.type('timestamptz').$type<Date>(),
  closedAt: p.type('timestamptz').$type<Date>().nullable().accessor('_closedAt'),
  version: p.integer().version(),
});

export const ShiftSchema = mapAggregate(Shift, 'checkpoint.shift', {
  id: p.uuid().primary(),
  scannerId: p.uuid(),
  scannerName: p.blob().$type<Buffer>(),
  organizationId: p.uuid(),
  scanPointId: p.uuid(),
  community: p.text().nullable(),
  latitude: p.double().$type<number>().nullable(),
  longitude: p.double().$type<number>().nullable(),
  accuracyMetres: p.double().$type<number>().nullable(),
  openedAt: p.type('timestamptz').$type<Date>(),
  closedAt: p.type('timestamptz').$type<Date>().nullable().accessor('_closedAt'),
  version: p.integer().version(),
});
