import { SchemaPath } from '@angular/forms/signals';
import { Item, Query } from '../../api/contract';
import { onlyFigures, searchedMobile } from '../../ui/forms/mobile';
import { typedRightOrEmpty } from '../../ui/forms/slips';

export type SubAccount = Item<'GET /api/sub-accounts'>;

/** One field finds by name or number. A number never travels in an address: its masked form does, as the list shows it. @returns `undefined` when it is no search */
export function searchedBy(typed: string): Pick<Query<'GET /api/sub-accounts'>, 'name' | 'mobile'> | undefined {
  const name = typed.trim();
  if (name === '') return {};
  const mobile = searchedMobile(typed);
  if (mobile) return { mobile };
  return onlyFigures(typed) ? undefined : { name };
}

export function nameOrMobile(path: SchemaPath<string>): void {
  typedRightOrEmpty(path, (typed) => searchedBy(typed) !== undefined, 'admin.subAccounts.searchUnclear');
}
