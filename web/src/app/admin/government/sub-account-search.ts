import { SubAccountFilter } from '../../api/types';
import { onlyFigures, searchedMobile } from '../../ui/mobile';

/** One field finds by name or number. A number never travels in an address: its masked form does, as the list shows it. @returns `undefined` when it is no search */
export function searchedBy(typed: string): Pick<SubAccountFilter, 'name' | 'mobile'> | undefined {
  const name = typed.trim();
  if (name === '') return {};
  const mobile = searchedMobile(typed);
  if (mobile) return { mobile };
  return onlyFigures(typed) ? undefined : { name };
}
