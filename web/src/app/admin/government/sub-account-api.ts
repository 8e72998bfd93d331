import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { Observable } from 'rxjs';
import { operations } from '../../api/schema';

export type SubAccountPage = operations['SubAccount_list']['responses'][200]['content']['application/json'];
export type SubAccount = SubAccountPage['items'][number];
export type SubAccountFilter = NonNullable<operations['SubAccount_list']['parameters']['query']>;
export type UnitPage = operations['Organization_units']['responses'][200]['content']['application/json'];
export type Unit = UnitPage['items'][number];

/** What a unit's administrator asks about sub-accounts (guide, chapter 2 (4)). */
@Injectable({ providedIn: 'root' })
export class SubAccountApi {
  private readonly http = inject(HttpClient);

  list(filter: SubAccountFilter): Observable<SubAccountPage> {
    return this.http.get<SubAccountPage>('/api/sub-accounts', { params: stated(filter) });
  }

  one(id: string): Observable<SubAccount> {
    return this.http.get<SubAccount>(`/api/sub-accounts/${id}`);
  }

  add(account: { id: string; mobile: string; name: string }): Observable<SubAccount> {
    return this.http.post<SubAccount>('/api/sub-accounts', account);
  }

  rename(id: string, name: string, version: number): Observable<SubAccount> {
    return this.http.put<SubAccount>(`/api/sub-accounts/${id}/name`, { name, version });
  }

  turn(id: string, way: 'disabling' | 'enabling'): Observable<void> {
    return this.http.post<void>(`/api/sub-accounts/${id}/${way}`, {});
  }

  issueOneTimePassword(id: string): Observable<{ oneTimePassword: string }> {
    return this.http.post<{ oneTimePassword: string }>(`/api/accounts/${id}/one-time-password`, {});
  }

  /** One's own unit and those below it. */
  units(name: string): Observable<UnitPage> {
    return this.http.get<UnitPage>('/api/units', { params: stated({ name }) });
  }
}

function stated(values: Record<string, string | number | undefined>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string | number] => entry[1] !== undefined && entry[1] !== '',
    ),
  );
}
