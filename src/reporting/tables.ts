// Read from the migrated database by `npm run tables`; whoever adds a migration runs it.

import type { Day } from '../platform/persistence/values.js';
import type { ColumnType } from 'kysely';

export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

export interface ReportingUnitDay {
  abnormal_temperature: Generated<number>;
  by_hour: Generated<number[]>;
  day: Day;
  green: Generated<number>;
  orange: Generated<number>;
  organization_id: string;
  passages: Generated<number>;
  refused: Generated<number>;
  scans: Generated<number>;
  unit_path: string;
}

export interface ReportingTables {
  'reporting.unit_day': ReportingUnitDay;
}
