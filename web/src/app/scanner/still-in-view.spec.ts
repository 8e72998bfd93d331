import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { StillInView } from './still-in-view';

const aCode = (credential: string, showing = 'A') => `BM1:${credential.repeat(96)}${showing.repeat(300)}`;
const vectors = JSON.parse(readFileSync('docs/token-vectors.json', 'utf8')) as { good: { name: string; token: string }[] };

describe('a person who was looked at and still stands there', () => {
  it('is not looked at again, also when the phone shows its next picture', () => {
    const view = new StillInView();
    view.handle(aCode('7', 'A'), 0);
    expect(view.sees(aCode('7', 'A'), 1000)).toBe(true);
    expect(view.sees(aCode('7', 'B'), 2500)).toBe(true);
    expect(view.sees(aCode('7', 'C'), 5400)).toBe(true);
  });

  it('is looked at again after the phone was taken away for three seconds', () => {
    const view = new StillInView();
    view.handle(aCode('7'), 0);
    expect(view.sees(aCode('7'), 3000)).toBe(false);
    expect(view.sees(aCode('7'), 3100)).toBe(false);
  });

  it('does not keep the next person waiting', () => {
    const view = new StillInView();
    view.handle(aCode('7'), 0);
    expect(view.sees(aCode('8'), 100)).toBe(false);
    expect(view.sees('https://example.org', 200)).toBe(false);
  });

  it('is known by the credential (docs/token-vectors.json: showings of one credential), to its last byte', () => {
    const named = (name: string) => vectors.good.find((vector) => vector.name === name)!.token;
    const one = named('green, just made');
    const showings = ['at the end of its 90 seconds', 'verifier 30 seconds behind'].map(named);
    const view = new StillInView();
    view.handle(one, 0);
    for (const showing of showings) expect(view.sees(showing, 1)).toBe(true);
    const lastOfId = 4 + 94;
    const another = `${one.slice(0, lastOfId)}${one[lastOfId] === '7' ? '8' : '7'}${one.slice(lastOfId + 1)}`;
    expect(view.sees(another, 1)).toBe(false);
  });
});
