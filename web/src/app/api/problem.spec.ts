import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';
import { describe, expect, it } from '@jest/globals';
import { fieldErrorAt, Problem, problemOf } from './problem';

function answered(status: number, error: unknown, headers = {}): HttpErrorResponse {
  return new HttpErrorResponse({ status, error, headers: new HttpHeaders(headers), url: '/api/code' });
}

describe('A problem', () => {
  it("keeps the server's title, code, correlation id and field errors", () => {
    const problem = problemOf(
      answered(400, {
        code: 'REQUEST.MALFORMED',
        title: '请求格式不正确',
        correlationId: 'c-1',
        errors: [{ path: ['mobile'], message: '必填' }],
      }),
    );
    expect(problem).toMatchObject({
      status: 400,
      code: 'REQUEST.MALFORMED',
      title: '请求格式不正确',
      correlationId: 'c-1',
    });
    expect(problem.errors).toEqual([{ path: 'mobile', message: '必填' }]);
  });

  it('keeps the words of both languages, and what is not in both is none', () => {
    const words = { zh: '密码过弱', en: 'A weak password' };
    const problem = problemOf(
      answered(400, {
        code: 'PASSWORD.WEAK',
        title: words.zh,
        words,
        errors: [{ path: 'password', message: words.zh, code: 'PASSWORD.WEAK', words }],
      }),
    );
    expect([problem.words, problem.errors[0]?.words]).toEqual([words, words]);
    expect(problemOf(answered(400, { code: 'PASSWORD.WEAK', title: 'x', words: { zh: 'x' } })).words).toBeUndefined();
  });

  it('is read from text too (blobs and text responses)', () => {
    expect(problemOf(answered(422, '{"code":"PASSWORD.WEAK","title":"weak"}')).code).toBe('PASSWORD.WEAK');
  });

  it.each([
    [0, null],
    [504, 'Gateway Timeout'],
  ])('without an answer (%s) is the missing network', (status, body) => {
    expect(problemOf(answered(status, body)).offline).toBe(true);
  });

  it('of a broken server shows no foreign text, only the reference', () => {
    const problem = problemOf(answered(500, '<html>stack trace</html>', { 'x-request-id': 'c-2' }));
    expect(problem).toMatchObject({ code: 'SERVER.FAILED', title: undefined, detail: undefined, correlationId: 'c-2' });
  });

  it('stays itself, also inside the error that a resource wraps around it', () => {
    const problem = new Problem(404, 'CODE.NOT_CLAIMED');
    expect(problemOf(problem)).toBe(problem);
    expect(problemOf(new Error('resource failed', { cause: problem }))).toBe(problem);
  });

  it.each([
    [429, { 'retry-after': '45' }, 45],
    [503, { 'retry-after': 'Wed, 25 Nov 2026 04:02:00 GMT', date: 'Wed, 25 Nov 2026 04:00:00 GMT' }, 120],
    [503, { 'retry-after': 'soon' }, undefined],
    [500, {}, undefined],
  ])('of status %d knows when to try again, whatever the clock of the device says', (status, headers, seconds) => {
    const before = performance.now();
    const { retryAt } = problemOf(answered(status, { code: 'REQUEST.TOO_MANY' }, headers));
    expect(retryAt === undefined ? undefined : Math.round((retryAt - before) / 1000)).toBe(seconds);
  });

  it('names the field it is about, with what is wrong inside it', () => {
    const problem = problemOf(
      answered(400, {
        code: 'REQUEST.MALFORMED',
        errors: [{ path: 'document.number', message: '证件号码有误', code: 'FIELD.DOCUMENT' }],
      }),
    );
    expect(fieldErrorAt(problem, 'document')).toEqual({
      path: 'document.number',
      message: '证件号码有误',
      code: 'FIELD.DOCUMENT',
    });
    expect([fieldErrorAt(problem, 'doc'), fieldErrorAt(undefined, 'document')]).toEqual([undefined, undefined]);
  });
});
