import { Injectable, computed, inject, signal } from '@angular/core';
import { Api } from '../api/client';
import { problemOf } from '../api/problem';
import { Answer } from '../api/contract';

type Shift = Answer<'GET /api/shift'>;

/** The shift this scanner has open, as the server knows it. */
@Injectable({ providedIn: 'root' })
export class CurrentShift {
  private readonly api = inject(Api);
  private readonly current = signal<Shift | undefined>(undefined);

  readonly shift = this.current.asReadonly();
  /** At the province's border (入闽卡口) the code does not apply. */
  readonly codeApplies = computed(() => this.current()?.scanPoint.kind !== 'province-entry');

  /** Asks the server; no open shift is an answer, not an error. */
  async load(): Promise<Shift | undefined> {
    try {
      this.current.set(await this.api.call('GET /api/shift'));
    } catch (error) {
      if (problemOf(error).status !== 404) throw error;
      this.current.set(undefined);
    }
    return this.current();
  }

  opened(shift: Shift): void {
    this.current.set(shift);
  }

  async end(): Promise<void> {
    await this.api.call('DELETE /api/shift');
    this.current.set(undefined);
  }
}
