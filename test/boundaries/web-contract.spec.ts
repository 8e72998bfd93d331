import { describe, expect, it } from '@jest/globals';
import { wrongIn } from './what-lint-says.js';

const BY_HAND = `
  import { HttpClient } from '@angular/common/http';
  export const mine = async (api, http) => {
    void fetch('/api/me');
    return (await api.call('GET /api/me')) as { name: string };
  };`;

describe('The web client', () => {
  it('asks the API only through its contract: no request and no shape of an answer is written by hand', () => {
    const rules = wrongIn(BY_HAND, 'web/src/app/scanner/mine.ts').map(({ rule }) => rule);
    expect(rules.sort()).toEqual(['no-restricted-globals', 'no-restricted-imports', 'no-restricted-syntax']);
  });

  it('has one place where requests are made', () => {
    expect(wrongIn(BY_HAND, 'web/src/app/api/mine.ts')).toEqual([]);
  });
});
