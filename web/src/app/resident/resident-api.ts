import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import {
  Area,
  CodeView,
  Device,
  DigitSecrets,
  InitialPosition,
  IssuedCredential,
  Me,
  Message,
  NewDevice,
  Page,
  Places,
  ProvenFace,
} from '../api/types';

/** What a resident asks of the server. Showing the code is not among it. */
@Injectable({ providedIn: 'root' })
export class ResidentApi {
  private readonly http = inject(HttpClient);

  me(): Promise<Me> {
    return firstValueFrom(this.http.get<Me>('/api/me'));
  }

  proveFace(image: string): Promise<ProvenFace> {
    return firstValueFrom(this.http.post<ProvenFace>('/api/proofing/face', { image }));
  }

  async areas(parent?: string): Promise<Area[]> {
    return (await firstValueFrom(this.http.get<{ items: Area[] }>('/api/areas', { params: parent ? { parent } : {} })))
      .items;
  }

  claim(id: string, initialPosition: InitialPosition): Promise<CodeView> {
    return firstValueFrom(this.http.post<CodeView>('/api/code', { id, initialPosition }));
  }

  code(): Promise<CodeView> {
    return firstValueFrom(this.http.get<CodeView>('/api/code'));
  }

  /** The code if it changed since `etag`; a 304 arrives as a Problem with that status. */
  async codeSince(etag: string | undefined): Promise<{ view: CodeView; etag?: string }> {
    const headers: Record<string, string> = etag ? { 'If-None-Match': etag } : {};
    const answer = await firstValueFrom(this.http.get<CodeView>('/api/code', { observe: 'response', headers }));
    return { view: answer.body!, etag: answer.headers.get('etag') ?? undefined };
  }

  enrol(device: NewDevice): Promise<IssuedCredential> {
    return firstValueFrom(this.http.post<IssuedCredential>('/api/code/devices', device));
  }

  renew(deviceId: string): Promise<IssuedCredential> {
    return firstValueFrom(this.http.post<IssuedCredential>(`/api/code/devices/${deviceId}/credential`, {}));
  }

  /** The devices that show the code, and what one more of them takes here. */
  places(): Promise<Places> {
    return firstValueFrom(this.http.get<Places>('/api/code/devices'));
  }

  async devices(): Promise<Device[]> {
    return (await this.places()).items;
  }

  revoke(deviceId: string): Promise<void> {
    return firstValueFrom(this.http.delete<void>(`/api/code/devices/${deviceId}`));
  }

  digits(): Promise<DigitSecrets> {
    return firstValueFrom(this.http.get<DigitSecrets>('/api/code/digits'));
  }

  messages(cursor?: string): Promise<Page<Message>> {
    return firstValueFrom(this.http.get<Page<Message>>('/api/messages', { params: cursor ? { cursor } : {} }));
  }

  read(messageId: string): Promise<void> {
    return firstValueFrom(this.http.post<void>(`/api/messages/${messageId}/reading`, {}));
  }

  async unread(): Promise<number> {
    return (await firstValueFrom(this.http.get<{ count: number }>('/api/messages/unread'))).count;
  }
}
