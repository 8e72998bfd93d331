import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { StillInView } from './still-in-view';

const aCode = (credential: string, showing = 'A') => `BM1:${credential.repeat(96)}${showing.repeat(300)}`;
const vectors = JSON.parse(readFileSync('docs/token-vectors.json', 'utf8')) as {
  good: { name: string; token: string }[];
};

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

  it('is not looked at again after another page was looked at for a while', () => {
    const view = new StillInView();
    view.handle(aCode('7'), 0);
    view.watch(20_000);
    expect(view.sees(aCode('7', 'B'), 20_400)).toBe(true);
    expect(view.sees(aCode('8'), 20_500)).toBe(false);
  });

  it('is looked at again by who comes back a minute later, or three seconds after the camera opened without them', () => {
    const [late, away] = [new StillInView(), new StillInView()];
    for (const view of [late, away]) view.handle(aCode('7'), 0);
    late.watch(60_000);
    expect(late.sees(aCode('7'), 60_100)).toBe(false);
    away.watch(5000);
    expect(away.sees(aCode('7'), 8000)).toBe(false);
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
