// Read from the migrated database by `npm run tables`; whoever adds a migration runs it.

import type { Day } from '../platform/persistence/values.js';

export interface ReportingCounter {
  day: Day;
  hour: number;
  measure: string;
  organization_id: string;
  scan_point_id: string | null;
  unit_path: string | null;
  value: number;
}

export interface ReportingTables {
  'reporting.counter': ReportingCounter;
}
