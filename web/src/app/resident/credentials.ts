import { Injectable, inject } from '@angular/core';
import { v7 as newId } from 'uuid';
import { Api } from '../api/client';
import { problemOf } from '../api/problem';
import { ServerClock } from '../api/server-clock';
import { DeviceCode } from './device-code';
import { deviceName } from './device-name';
import { DeviceRecord } from './device-record';
import { oneAtATime } from './one-at-a-time';
import { credentialDue } from './validity';
import { Answer } from '../api/contract';

type IssuedCredential = Answer<'POST /api/code/devices'>;

const ISSUING = 'bamin.issuing';

/** Keeps this device's place among those that show the code: its key, and a credential for it that is renewed in good time. */
@Injectable({ providedIn: 'root' })
export class Credentials {
  private readonly api = inject(Api);
  private readonly device = inject(DeviceCode);
  private readonly record = inject(DeviceRecord);
  private readonly clock = inject(ServerClock);

  /** Tabs that notice it together must not each take a place among the devices: the later one finds what the first was given. */
  async renewIfDue(): Promise<void> {
    if (!this.isDue()) return;
    await oneAtATime(ISSUING, async () => {
      await this.record.reread();
      if (this.isDue()) await this.renew();
    });
  }

  /** With the code from the SMS this device takes its place, unless another tab did so meanwhile. */
  async enrolBySms(smsCode: string): Promise<void> {
    const before = this.record.kept()?.deviceId;
    await oneAtATime(ISSUING, async () => {
      await this.record.reread();
      const { deviceId, credential } = this.record.kept() ?? {};
      if (deviceId === before || !credential) await this.enrol(smsCode);
    });
  }

  private isDue(): boolean {
    const kept = this.record.kept();
    return kept !== undefined && credentialDue(kept, this.clock.now());
  }

  private async renew(): Promise<void> {
    const { deviceId, keys } = this.record.kept()!;
    if (!deviceId || !keys) return this.enrol();
    try {
      const path = { id: deviceId };
      await this.store(await this.api.call('POST /api/code/devices/{id}/credential', { path }), keys);
    } catch (error) {
      if (problemOf(error).status !== 404) throw error;
      // Revoked: what it still holds is refused everywhere and must not be shown.
      await this.record.change({ deviceId: undefined, keys: undefined, credential: undefined });
      await this.enrol();
    }
  }

  private async enrol(smsCode?: string): Promise<void> {
    const id = newId();
    const { keys, publicKey } = await this.device.newKeys();
    const body = { id, name: deviceName(navigator.userAgent), publicKey, ...(smsCode ? { smsCode } : {}) };
    const issued = await this.api.call('POST /api/code/devices', { body });
    await this.store({ ...issued, deviceId: issued.deviceId ?? id }, keys);
    await navigator.storage?.persist?.().catch(() => false);
  }

  private async store(issued: IssuedCredential, keys: CryptoKeyPair): Promise<void> {
    const { credential, expiresAt, renewAfter } = issued;
    const { deviceId, view } = this.record.kept() ?? {};
    await this.record.change({
      keys,
      credential,
      expiresAt,
      renewAfter,
      deviceId: issued.deviceId ?? deviceId,
      issuedAs: view?.colour,
      issuedEpoch: view?.digitsEpoch,
    });
    this.record.announce('issued');
  }
}
