/** Nobody sees them and nobody means them: byte order marks, soft hyphens, spaces of no width, directions of writing; copied out of web pages they stand in any cell. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** A cell as people see it. `\u200b编号` and `编\u00ad号` are 编号. */
export function asSeen(cell: string): string {
  return /^[\x21-\x7e]*$/.test(cell) ? cell : cell.replaceAll(INVISIBLE, '').trim(); // Most cells are plain ones.
}
