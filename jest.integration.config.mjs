import { base } from './jest.config.mjs';

/** Specs on the real PostgreSQL (and Redis where they say so). */
export default {
  ...base,
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.int-spec.ts'],
  testTimeout: 60_000,
  maxWorkers: 2,
};
