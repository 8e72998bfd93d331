/** Authorities of the province that send something; their names are data (`health_verdict.authority`). */
export const HEALTH_INSURANCE = '01900000-0000-7000-8000-00000000a001';
export const HEALTH_COMMISSION = '01900000-0000-7000-8000-00000000a002';
