export interface Area {
  /** GB/T 2260 code (6 digits), statistical code of a street (9) or community (12), or the own key of a functional zone. */
  readonly key: string;
  readonly name: string;
  readonly kind: 'province' | 'city' | 'county' | 'zone' | 'street' | 'community';
  readonly parent?: string;
  readonly path: string;
}

/** The tree of areas, answered from memory. */
export abstract class AreaLookup {
  abstract find(key: string): Area | undefined;
  /** The areas right below, or Fujian's cities when no parent is named. */
  abstract children(parent?: string): readonly Area[];
}
