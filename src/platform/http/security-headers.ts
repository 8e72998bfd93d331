import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

/** An empty `<style>`, which Angular Material adds to the page to ask the browser about media: whoever writes another one has no effect. */
const EMPTY_SHEET = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** The rules by which Angular's forms hear of days that are typed in part (`ng-valid`, `ng-invalid`): they change nothing that is seen. */
const FORMS_SHEET = "'sha256-WR6b/IcKJ0cKV3rK53p2NO7b74ZXq/Y5Mbx+7Mio7w4='";

/** Nothing inline, neither scripts nor styles: the web client constructs the sheets of its components (web/src/app/ui/adopted-styles.ts). */
const CONTENT_POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", EMPTY_SHEET, FORMS_SHEET],
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  upgradeInsecureRequests: null,
};

/** On every answer that is made without the framework: before there is a route, a request, or room for one. */
export function headersOfRefusals(headers: Readonly<Record<string, string>>, id: string): Record<string, string> {
  return {
    ...headers,
    'x-request-id': id,
    'cache-control': 'no-store',
    'content-type': 'application/problem+json; charset=utf-8',
  };
}

/**
 * What Helmet sets on an answer: the same for all, hence asked for once and not at each request.
 * @param overTls whether browsers are told to stay with HTTPS
 */
export function securityHeaders(overTls: boolean): Record<string, string> {
  const headers: Record<string, string> = {};
  const answer = {
    setHeader: (name: string, value: string) => (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  const protect = helmet({
    contentSecurityPolicy: { directives: CONTENT_POLICY },
    hsts: overTls,
    crossOriginEmbedderPolicy: false,
  });
  protect({} as IncomingMessage, answer as unknown as ServerResponse, (error) => {
    if (error) throw error as Error;
  });
  return headers;
}
