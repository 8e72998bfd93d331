/** Counts lines while a text arrives, whatever ends them: `\n`, `\r\n`, or `\r` alone. */
export class LineCount {
  private afterReturn = false;

  constructor(private ended = 0) {}

  /** The line in which the next character is. */
  get line(): number {
    return this.ended + 1;
  }

  pass(text: string): void {
    if (text === '') return;
    this.ended = this.endedWith(text);
    this.afterReturn = text.endsWith('\r');
  }

  /** The line after this text, if it came next. */
  lineAfter(text: string): number {
    return this.endedWith(text) + 1;
  }

  private endedWith(text: string): number {
    let lines = this.ended - (this.afterReturn && text.startsWith('\n') ? 1 : 0);
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
    for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) if (text[at + 1] !== '\n') lines++;
    return lines;
  }
}
