import { HttpErrorResponse } from '@angular/common/http';
import { Injectable, computed, inject, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { ScannerApi, Shift } from './scanner-api';

/** The shift this scanner has open, as the server knows it. */
@Injectable({ providedIn: 'root' })
export class CurrentShift {
  private readonly api = inject(ScannerApi);
  private readonly current = signal<Shift | undefined>(undefined);

  readonly shift = this.current.asReadonly();
  /** At the province's border (入闽卡口) the code does not apply. */
  readonly codeApplies = computed(() => this.current()?.scanPoint.kind !== 'province-entry');

  /** Asks the server; no open shift is an answer, not an error. */
  async load(): Promise<Shift | undefined> {
    try {
      this.current.set(await firstValueFrom(this.api.shift()));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      this.current.set(undefined);
    }
    return this.current();
  }

  opened(shift: Shift): void {
    this.current.set(shift);
  }

  async end(): Promise<void> {
    await firstValueFrom(this.api.endShift());
    this.current.set(undefined);
  }
}

function isNotFound(error: unknown): boolean {
  const status = error instanceof HttpErrorResponse ? error.status : (error as { status?: number }).status;
  return status === 404;
}
