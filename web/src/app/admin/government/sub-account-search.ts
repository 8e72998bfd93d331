import { SubAccountFilter } from './sub-account-api';

/** One field finds by name or number. A number never travels in an address: its masked form does, as the list shows it. */
export function searchedBy(typed: string): Pick<SubAccountFilter, 'name' | 'mobile'> | undefined {
  const name = typed.trim();
  if (name === '') return {};
  const text = typed.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}().]/gu, '').replace(/^(\+|00)?86(?=1[3-9]\d{9}$)/, '');
  if (!/^[\d*+]+$/.test(text)) return { name };
  if (/^\d{4}$/.test(text) || /^1[3-9]\d\*{4}\d{4}$/.test(text)) return { mobile: text };
  return /^1[3-9]\d{9}$/.test(text) ? { mobile: `${text.slice(0, 3)}****${text.slice(-4)}` } : undefined;
}
