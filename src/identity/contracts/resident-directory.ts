import type { LocalDate } from '../../platform/kernel/shanghai.js';
import type { DocumentType } from './document.js';

/** Identity assurance: L1 account · L2 mobile by SMS · L3 name and document checked · L4 live face matched. */
export type AssuranceLevel = 1 | 2 | 3 | 4;

export interface ResidentFacts {
  readonly residentId: string;
  readonly level: AssuranceLevel;
  readonly name: string;
  readonly maskedName: string;
  readonly birthDate?: LocalDate;
  readonly sex?: 'female' | 'male';
  readonly document: { readonly type: DocumentType; readonly normalised: string };
  readonly documentEnds: string;
  readonly maskedMobile: string;
}

/** Who a resident is, for contexts that act for that very resident. */
export abstract class ResidentDirectory {
  abstract find(residentId: string): Promise<ResidentFacts | undefined>;
}
