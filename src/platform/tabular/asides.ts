/** A bracket begins anew at the next one, so that a cell of opening brackets alone is read once, and not once from each of them. */
const ASIDE = /[([【〔][^()[\]【】〔〕]*[)\]】〕]/g;

/** Without what stands in brackets: `(18位)`, `（年/月/日）`, `【必填】` of a form, `(美林)`, `[0.3g*20粒]` of a drug. */
export function withoutAsides(text: string): string {
  return text.replaceAll(ASIDE, '');
}
