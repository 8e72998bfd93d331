import { SubAccountFilter } from './sub-account-api';

/** One field finds by name or number. A number never travels in an address: its masked form does, as the list shows it. */
export function searchedBy(typed: string): Pick<SubAccountFilter, 'name' | 'mobile'> | undefined {
  const text = typed.trim();
  if (text === '') return {};
  if (!/^[\d*]+$/.test(text)) return { name: text };
  if (/^\d{4}$/.test(text) || /^1[3-9]\d\*{4}\d{4}$/.test(text)) return { mobile: text };
  return /^1[3-9]\d{9}$/.test(text) ? { mobile: `${text.slice(0, 3)}****${text.slice(-4)}` } : undefined;
}
