import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';

const SPECS = ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e.ts', 'test/**/*.{ts,mjs}'];
const counted = { skipBlankLines: true, skipComments: true };

const restrictedEverywhere = [
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that owns it.' },
  ...[
    'FunctionDeclaration[params.length>5]',
    'ArrowFunctionExpression[params.length>5]',
    ':not(MethodDefinition[kind="constructor"]) > FunctionExpression[params.length>5]',
  ].map((selector) => ({ selector, message: 'A function takes five parameters at most; more of them are an object.' })),
];

const everywhere = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-var': 'error',
  'prefer-const': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
  'max-lines': ['error', { max: 250 }],
  'no-restricted-syntax': ['error', ...restrictedEverywhere],
};

const restricted = (...more) => ({ 'no-restricted-syntax': ['error', ...restrictedEverywhere, ...more] });

const oneSourceOfTime = [
  {
    selector: 'MemberExpression[object.name="Date"][property.name="now"]',
    message: 'Clock.now() says what time it is, elapsed() how long something took.',
  },
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Clock.now() says what time it is.' },
];

/** By its parser's own ways a form's mistakes would be ours, and a file that is cut off at the limit would pass for whole. */
const formsByOneReader = [
  {
    selector:
      'CallExpression > MemberExpression.callee[object.type!="ThisExpression"][property.name=/^(file|files|parts|formData|saveRequestFiles)$/]',
    message: 'What arrives with files is read by ArrivingForm.',
  },
];

const memories = ['localStorage', 'sessionStorage', 'indexedDB'];
const guarded = 'Forbidden, full or damaged storage throws: what is kept goes through api/browser-storage.ts.';
const guardedMemory = {
  'no-restricted-globals': ['error', ...memories.map((name) => ({ name, message: guarded }))],
  'no-restricted-properties': [
    'error',
    ...['globalThis', 'window', 'self'].flatMap((object) =>
      memories.map((property) => ({ object, property, message: guarded })),
    ),
  ],
};

const throughTheContract = 'The API is asked through api/client.ts, with the shapes of its contract.';
/** Outside of api/ nobody makes a request by hand, nor says by hand what a route answers. */
const contractOnly = {
  'no-restricted-imports': [
    'error',
    {
      paths: [
        { name: '@angular/common/http', importNames: ['HttpClient', 'httpResource'], message: throughTheContract },
      ],
    },
  ],
  'no-restricted-globals': [
    ...guardedMemory['no-restricted-globals'],
    ...['fetch', 'XMLHttpRequest', 'EventSource', 'WebSocket'].map((name) => ({ name, message: throughTheContract })),
  ],
  'no-restricted-syntax': [
    'error',
    ...restrictedEverywhere,
    ...[
      'TSAsExpression > AwaitExpression.expression > CallExpression',
      'TSAsExpression > CallExpression.expression',
    ].map((call) => ({
      selector: `${call}[callee.property.name=/^(call|changed)$/]`,
      message: 'What a route answers says its contract; a shape beside it would hide a drift.',
    })),
  ],
};

const typescript = {
  ...everywhere,
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-non-null-assertion': 'off', // noUncheckedIndexedAccess asks for it where a check cannot fail.
  '@typescript-eslint/no-extraneous-class': 'off',
  '@typescript-eslint/max-params': ['error', { max: 7 }], // What a constructor may take; other functions take five.
};

export default tseslint.config(
  {
    ignores: ['dist/**', 'node_modules/**', '.angular/**', '.data/**', 'coverage/**', 'web/public/**'],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: typescript,
  },
  {
    files: ['src/**/*.ts'],
    ignores: SPECS,
    rules: { 'no-console': 'error', 'max-lines-per-function': ['error', { max: 40, ...counted }] },
  },
  { files: ['src/**/tables.ts'], rules: { 'max-lines': 'off' } }, // Written by `npm run tables`.
  { files: ['src/**/*.ts'], ignores: SPECS, rules: restricted(...oneSourceOfTime, ...formsByOneReader) },
  { files: ['src/platform/kernel/clock.ts'], rules: restricted(...formsByOneReader) },
  { files: ['src/platform/http/arriving-form.ts'], rules: restricted(...oneSourceOfTime) },
  {
    files: ['web/src/**/*.ts'],
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'app', style: 'kebab-case' }],
      '@angular-eslint/component-class-suffix': 'off', // user-profile.ts with UserProfile, as Angular's own guide has it.
      '@angular-eslint/directive-class-suffix': 'off',
      '@angular-eslint/prefer-standalone': 'error',
      'no-console': 'error',
    },
  },
  { files: ['web/src/**/*.ts'], ignores: [...SPECS, 'web/src/app/api/browser-storage.ts'], rules: guardedMemory },
  { files: ['web/src/**/*.ts'], ignores: [...SPECS, 'web/src/app/api/**'], rules: contractOnly },
  {
    files: ['web/src/**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
  },
  {
    files: SPECS,
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/max-params': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    rules: { ...everywhere, 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }], 'no-debugger': 'error' },
  },
  { files: ['test/**/*.mjs'], rules: { 'max-lines': ['error', { max: 400 }] } },
);
