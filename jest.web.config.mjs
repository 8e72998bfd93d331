import presets from 'jest-preset-angular/presets/index.js';

/** Specs of the web app: jsdom, zoneless. */
export default {
  ...presets.createEsmPreset({ tsconfig: '<rootDir>/tsconfig.web.json', diagnostics: false }),
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/web/src'],
  testMatch: ['**/*.spec.ts'],
  setupFilesAfterEnv: ['<rootDir>/web/src/app/testing/jest-setup.ts'],
};
