import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { IdentityDocument } from '../contracts/document.js';
import { proofingUnavailable } from '../domain/errors.js';
import { FaceCheck, type Matched, NameCheck } from '../domain/ports.js';

/**
 * An identity authority behind HTTP.
 * `POST <url>/name-checks {"name", "documentType", "documentNumber"}` and
 * `POST <url>/face-checks {"documentType", "documentNumber", "imageBase64"}` both answer `{"matched": true|false}`.
 */
async function requestMatch(config: Config, path: string, body: object): Promise<Matched> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(8000),
    redirect: 'error',
  } as const;
  const response = await fetch(`${config.settings.BAMIN_PROOFING_URL}/${path}`, request).catch(() => undefined);
  const answer = response?.ok
    ? ((await response.json().catch(() => undefined)) as { matched?: unknown } | undefined)
    : undefined;
  if (typeof answer?.matched !== 'boolean') throw proofingUnavailable();
  return { matched: answer.matched, provider: 'authority' };
}

@Injectable()
export class HttpNameCheck extends NameCheck {
  constructor(private readonly config: Config) {
    super();
  }

  check(name: string, document: IdentityDocument): Promise<Matched> {
    return requestMatch(this.config, 'name-checks', {
      name,
      documentType: document.type,
      documentNumber: document.normalised,
    });
  }
}

@Injectable()
export class HttpFaceCheck extends FaceCheck {
  constructor(private readonly config: Config) {
    super();
  }

  check(document: { type: string; normalised: string }, jpeg: Buffer): Promise<Matched> {
    const imageBase64 = jpeg.toString('base64');
    return requestMatch(this.config, 'face-checks', {
      documentType: document.type,
      documentNumber: document.normalised,
      imageBase64,
    });
  }
}

/** Demo adapters: whoever asks is "matched", and the answer says that a demo said so. */
@Injectable()
export class DemoNameCheck extends NameCheck {
  async check(): Promise<Matched> {
    return { matched: true, provider: 'demo' };
  }
}

@Injectable()
export class DemoFaceCheck extends FaceCheck {
  async check(): Promise<Matched> {
    return { matched: true, provider: 'demo' };
  }
}
