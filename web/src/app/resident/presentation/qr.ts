import { create } from 'qrcode';

export interface Drawing {
  /** In modules, with the quiet zone of four that ISO/IEC 18004 asks for. */
  viewBox: string;
  path: string;
}

const QUIET = 4;

/** Black modules as one path, so that the page draws the code sharp at any size. Error correction M. */
export function drawn(text: string): Drawing {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  const side = modules.size + 2 * QUIET;
  return { viewBox: `0 0 ${side} ${side}`, path };
}
