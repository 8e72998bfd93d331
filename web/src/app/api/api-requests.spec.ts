import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { apiRequests } from './api-requests';
import { Problem } from './problem';

describe('A request to the API', () => {
  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(withInterceptors([apiRequests])), provideHttpClientTesting()],
    });
  });

  it('carries the mark against forged requests, the cookie and the language', () => {
    document.documentElement.lang = 'en';
    TestBed.inject(HttpClient).get('/api/session').subscribe();
    const { request } = TestBed.inject(HttpTestingController).expectOne('/api/session');
    expect(request.headers.get('X-Requested-With')).toBe('bamin');
    expect(request.headers.get('Accept-Language')).toBe('en');
    expect(request.withCredentials).toBe(true);
  });

  it('fails with a Problem', async () => {
    const answer = firstValueFrom(TestBed.inject(HttpClient).get('/api/code'));
    TestBed.inject(HttpTestingController)
      .expectOne('/api/code')
      .flush({ code: 'CODE.NOT_CLAIMED' }, { status: 404, statusText: 'Not Found' });
    await expect(answer).rejects.toEqual(expect.objectContaining({ code: 'CODE.NOT_CLAIMED', status: 404 }));
    await expect(answer).rejects.toBeInstanceOf(Problem);
  });

  it('to another address is left alone', () => {
    TestBed.inject(HttpClient).get('/assets/x.json').subscribe();
    expect(
      TestBed.inject(HttpTestingController).expectOne('/assets/x.json').request.headers.has('X-Requested-With'),
    ).toBe(false);
  });
});
