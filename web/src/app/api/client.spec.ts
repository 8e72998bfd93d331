import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { apiRequests } from './api-requests';
import { Api } from './client';

describe('The API', () => {
  let api: Api;
  let server: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(withInterceptors([apiRequests])), provideHttpClientTesting()],
    });
    [api, server] = [TestBed.inject(Api), TestBed.inject(HttpTestingController)];
  });

  it('is asked by the routes of the contract, with names in the path that cannot lead elsewhere', async () => {
    const renaming = api.call('PUT /api/sub-accounts/{id}/name', {
      path: { id: '../session' },
      body: { name: '林晓燕', version: 1 },
    });
    const { request } = server.expectOne('/api/sub-accounts/..%2Fsession/name');
    expect([request.method, request.body]).toEqual(['PUT', { name: '林晓燕', version: 1 }]);
    server.verify();
    void renaming.catch(() => undefined);
  });

  it('is not asked for what was left empty', () => {
    void api.call('GET /api/sub-accounts', { query: { name: '', status: undefined, limit: 20 } });
    expect(server.expectOne((asked) => asked.url === '/api/sub-accounts').request.params.toString()).toBe('limit=20');
  });

  it('answers again only what changed', async () => {
    const first = api.changed('GET /api/code', undefined);
    const asked = server.expectOne('/api/code');
    expect(asked.request.headers.has('If-None-Match')).toBe(false);
    asked.flush({ colour: 'green' }, { headers: { etag: '"7"' } });
    expect(await first).toEqual({ answer: { colour: 'green' }, etag: '"7"' });

    const second = api.changed('GET /api/code', '"7"');
    const again = server.expectOne('/api/code');
    expect(again.request.headers.get('If-None-Match')).toBe('"7"');
    again.flush(null, { status: 304, statusText: 'Not Modified' });
    expect(await second).toBeUndefined();
  });

  it('is wrong about nothing that the compiler could have said', () => {
    // @ts-expect-error no such route
    const unknown = () => api.call('GET /api/no-such-thing');
    // @ts-expect-error the code of which the name is changed
    const nameless = () => api.call('PUT /api/sub-accounts/{id}/name', { body: { name: '林', version: 1 } });
    // @ts-expect-error a filter that the route does not have
    const filtered = () => api.call('GET /api/areas', { query: { colour: 'green' } });
    // @ts-expect-error an answer that is not the route's
    const answered = async (): Promise<number> => api.call('GET /api/me');
    expect([unknown, nameless, filtered, answered]).toHaveLength(4);
  });
});
