/** What is counted; scans by the colour they showed. */
export const REFUSED = 'refused';
export const PASSAGES = 'passages';
export const ABNORMAL_TEMPERATURE = 'abnormal-temperature';

const SCANS = 'scans.';

export function scansOf(colour: string): string {
  return `${SCANS}${colour}`;
}

/** The colour whose scans a measure counts, if it counts scans. */
export function colourOf(measure: string): string | undefined {
  return measure.startsWith(SCANS) ? measure.slice(SCANS.length) : undefined;
}
