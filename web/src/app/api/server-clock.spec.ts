import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { apiRequests } from './api-requests';
import { offsetAfter, ServerClock } from './server-clock';

const NOON = Date.parse('2026-11-25T04:00:00Z');
const MINUTE = 60_000;
const second = (at: number) => ({ from: at, to: at + 1000 });

describe('The difference to the server', () => {
  it('is none where the answer agrees with the device', () => {
    expect(offsetAfter(0, { server: second(NOON), sentAt: NOON + 200, receivedAt: NOON + 300 })).toBe(0);
  });

  it('is what the answer says where it does not', () => {
    const offset = offsetAfter(0, {
      server: second(NOON),
      sentAt: NOON - 10 * MINUTE,
      receivedAt: NOON - 10 * MINUTE + 100,
    });
    expect(Math.abs(offset - 10 * MINUTE)).toBeLessThan(1000);
  });

  it('is forgotten as soon as the device is right again', () => {
    expect(offsetAfter(10 * MINUTE, { server: second(NOON), sentAt: NOON, receivedAt: NOON + 100 })).toBe(0);
  });

  it('stays as known where an answer was long on its way and contradicts nothing', () => {
    const sighting = { server: second(NOON), sentAt: NOON - 90 * MINUTE, receivedAt: NOON - 30 * MINUTE };
    expect(offsetAfter(45 * MINUTE, sighting)).toBe(45 * MINUTE);
    expect(offsetAfter(3 * 60 * MINUTE, sighting)).toBe(60 * MINUTE + 500);
  });
});

describe('The clock of a device', () => {
  let wall = NOON;
  let steady = 1000;

  beforeEach(() => {
    localStorage.clear();
    [wall, steady] = [NOON, 1000];
    jest.spyOn(Date, 'now').mockImplementation(() => wall);
    jest.spyOn(performance, 'now').mockImplementation(() => steady);
    TestBed.configureTestingModule({
      providers: [provideHttpClient(withInterceptors([apiRequests])), provideHttpClientTesting()],
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const clock = () => TestBed.inject(ServerClock);
  const pass = (ms: number) => ([wall, steady] = [wall + ms, steady + ms]);

  function answered(status: number, at: number): void {
    TestBed.inject(HttpClient)
      .get('/api/code')
      .subscribe({ error: () => undefined });
    pass(50);
    const headers = { Date: new Date(at).toUTCString() };
    TestBed.inject(HttpTestingController).expectOne('/api/code').flush(null, { status, statusText: 'x', headers });
  }

  it.each([200, 304, 404, 429, 503])('is learned from an answer %d', (status) => {
    wall = NOON - 20 * MINUTE;
    answered(status, NOON);
    expect(Math.abs(clock().now() - NOON)).toBeLessThan(1100);
    expect(clock().state()).toBe('corrected');
  });

  it('is right again once it was put right, at the next answer', () => {
    wall = NOON - 20 * MINUTE;
    answered(304, NOON);
    wall = NOON + MINUTE;
    answered(304, NOON + MINUTE);
    expect([clock().now(), clock().state()]).toEqual([wall, 'right']);
  });

  it('set back under an open page goes on: the time that only runs tells by how much', () => {
    answered(200, NOON);
    pass(5000);
    wall -= 60 * MINUTE;
    clock().watch();
    expect(clock().now()).toBe(NOON + 5050);
    expect(clock().state()).toBe('corrected');
  });

  it('set forward under an open page is in doubt until the next answer: it may as well have slept', () => {
    answered(200, NOON);
    pass(5000);
    wall += 60 * MINUTE;
    clock().watch();
    expect(clock().state()).toBe('doubtful');
    answered(304, NOON + 5000);
    expect(Math.abs(clock().now() - NOON - 5000)).toBeLessThan(1100);
  });

  it('that slept out of sight is no matter of doubt', () => {
    answered(200, NOON);
    wall += 8 * 60 * MINUTE;
    clock().wake();
    clock().watch();
    expect(clock().state()).toBe('right');
  });

  /** The page is loaded anew, without network. */
  function visitedAgain(): ServerClock {
    steady = 1000;
    return TestBed.runInInjectionContext(() => new ServerClock());
  }

  it('of an earlier visit that was wrong is in doubt until somebody answers', () => {
    localStorage.setItem('bamin.clock', JSON.stringify({ server: NOON + 20 * MINUTE, device: NOON, jumped: false }));
    expect(clock().state()).toBe('doubtful');
    answered(304, NOON);
    expect(clock().state()).toBe('right');
  });

  it.each(['null', '{broken', '{"offset":3}', '[]', '{"server":null,"device":1,"jumped":false}'])(
    'is in doubt where what is kept of it is damaged: %s',
    (damaged) => {
      localStorage.setItem('bamin.clock', damaged);
      expect([clock().now(), clock().state()]).toEqual([NOON, 'doubtful']);
    },
  );

  it('that was right at the last visit needs no answer', () => {
    answered(200, NOON);
    pass(60 * MINUTE);
    expect(visitedAgain().state()).toBe('right');
  });

  it('that jumped forward stays in doubt over a reload without network', () => {
    answered(200, NOON);
    wall += 5 * MINUTE;
    clock().watch();
    expect(visitedAgain().state()).toBe('doubtful');
  });

  it('put right again after such a reload is shown as it is, and never said to be wrong', () => {
    answered(200, NOON);
    wall += 5 * MINUTE;
    clock().watch();
    const again = visitedAgain();
    wall -= 5 * MINUTE;
    again.watch();
    expect([again.now(), again.state()]).toEqual([wall, 'doubtful']);
    expect([visitedAgain().now(), visitedAgain().state()]).toEqual([wall, 'doubtful']);
  });

  it('put right again under the same page is right: the time that only runs tells', () => {
    answered(200, NOON);
    wall += 5 * MINUTE;
    clock().watch();
    wall -= 5 * MINUTE;
    clock().watch();
    expect([clock().now(), clock().state()]).toEqual([wall, 'right']);
    expect(visitedAgain().state()).toBe('right');
  });

  it('known to be wrong from an earlier visit is shown by itself once it was set', () => {
    localStorage.setItem('bamin.clock', JSON.stringify({ server: NOON - 5 * MINUTE, device: NOON, jumped: false }));
    expect(clock().now()).toBe(NOON - 5 * MINUTE);
    wall -= 5 * MINUTE;
    clock().watch();
    expect([clock().now(), clock().state()]).toEqual([NOON - 5 * MINUTE, 'doubtful']);
  });

  it('behind by an answer, and then put right without one, is right', () => {
    wall = NOON - 5 * MINUTE;
    answered(200, NOON);
    wall += 5 * MINUTE;
    clock().watch();
    expect(clock().state()).toBe('right');
    expect(Math.abs(clock().now() - wall)).toBeLessThan(1100);
  });

  it('that slept for a night and is then set back is no nearer to that night', () => {
    answered(200, NOON);
    wall += 8 * 60 * MINUTE;
    clock().wake();
    wall -= 60 * MINUTE;
    clock().watch();
    expect(Math.abs(clock().now() - (NOON + 8 * 60 * MINUTE))).toBeLessThan(1100);
  });

  it('that was set under a request on its way is not taken for the server being wrong', () => {
    TestBed.inject(HttpClient).get('/api/code').subscribe();
    pass(50);
    wall += 60 * MINUTE;
    TestBed.inject(HttpTestingController)
      .expectOne('/api/code')
      .flush({}, { headers: { Date: new Date(NOON).toUTCString() } });
    clock().watch();
    answered(304, NOON);
    expect(Math.abs(clock().now() - NOON)).toBeLessThan(1100);
  });
});
