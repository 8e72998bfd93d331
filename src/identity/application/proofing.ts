import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/kernel/clock.js';
import type { Mobile } from '../../platform/kernel/mobile.js';
import { localDate } from '../../platform/kernel/shanghai.js';
import { type DocumentType, type IdentityDocument, parseDocument } from '../contracts/document.js';
import { documentProblem, nameMismatch } from '../domain/errors.js';
import { NameCheck } from '../domain/ports.js';
import { Guesses } from './guesses.js';

/** As typed by the person. */
export interface GivenDocument {
  readonly type: DocumentType;
  readonly number: string;
  readonly country?: string;
}

/** What somebody says of themself, before there is an account. */
@Injectable()
export class Proofing {
  constructor(
    private readonly names: NameCheck,
    private readonly guesses: Guesses,
    private readonly clock: Clock,
  ) {}

  /** @throws DOCUMENT.* for one that cannot exist */
  read({ type, number, country }: GivenDocument): IdentityDocument {
    const parsed = parseDocument(type, number, localDate(this.clock.now()), country);
    if (!parsed.ok) throw documentProblem(parsed.problem);
    return parsed.document;
  }

  /**
   * One code may be tried with several documents: whoever looks for somebody's number waits longer after each, and a right one of their
   * own forgives nothing.
   * @throws PROOFING.NAME_MISMATCH
   */
  async requireName(name: string, document: IdentityDocument, mobile: Mobile): Promise<void> {
    const matched = await this.guesses.count(
      { target: `name:${mobile}`, alone: false },
      async () => (await this.names.check(name, document)).matched || undefined,
    );
    if (!matched) throw nameMismatch();
  }
}
