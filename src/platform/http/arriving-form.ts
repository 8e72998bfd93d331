import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { DomainError } from '../kernel/domain-error.js';
import { FAULTS } from './faults.js';
import { MalformedRequest, tooLarge } from './problem.js';

/**
 * A form with files, part by part while it arrives. Nothing but the form is read here, so that whatever the parser complains of is the sender's
 * mistake: it throws plain errors, and what tells them from mistakes of ours is where they come from.
 */
export class ArrivingForm {
  private readonly parts: AsyncIterator<Multipart>;

  /** @param files further ones are refused */
  constructor(request: FastifyRequest, files: number) {
    this.parts = request.parts({ limits: { files } });
  }

  async nextFile(): Promise<MultipartFile | undefined> {
    try {
      for (let next = await this.parts.next(); !next.done; next = await this.parts.next())
        if (next.value.type === 'file') return next.value;
      return undefined;
    } catch (error) {
      throw mistakeInForm(error);
    }
  }

  /** The parser ends a file at the limit as if that were all of it. */
  async *bytesOf({ file }: MultipartFile, refuse: () => DomainError = tooLarge): AsyncGenerator<Buffer> {
    const chunks = file.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw file.truncated ? refuse() : mistakeInForm(error);
      });
      if (next.done) break;
      yield next.value;
    }
    if (file.truncated) throw refuse();
  }
}

/** Its limits have statuses of their own. */
function mistakeInForm(error: unknown): unknown {
  const hasStatus = typeof (error as { statusCode?: unknown }).statusCode === 'number';
  return hasStatus ? error : new MalformedRequest([{ path: 'body', fault: FAULTS.form }]);
}
