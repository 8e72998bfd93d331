import { p } from '@mikro-orm/core';
import { mapAggregate } from '../../platform/persistence/map-aggregate.js';
import { Unit } from '../domain/unit.js';

/** Enterprises stand in the same table, without a place. */
export const UnitSchema = mapAggregate(Unit, 'organization.organization', {
  id: p.uuid().primary(),
  kind: p.text().$type<'government'>(),
  name: p.text().accessor('_name'),
  uscc: p.text().nullable(),
  path: p.type('ltree').$type<string>().nullable().accessor('_path'),
  areaKey: p.text(),
  showCauses: p.boolean(),
  createdAt: p.type('timestamptz').$type<Date>(),
  mergedInto: p.uuid().nullable().accessor('_mergedInto'),
  version: p.integer().version(),
});
