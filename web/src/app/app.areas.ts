import { authorityArea } from './admin/authority/authority.area';
import { governmentArea } from './admin/government/government.area';
import { residentArea } from './resident/resident.area';
import { scannerArea } from './scanner/scanner.area';
import { Area } from './session/permissions';

/** All areas, each of which knows itself only. The resident's has no word of its own in the address and comes last. */
export const areas: readonly Area[] = [scannerArea, governmentArea, authorityArea, residentArea];
