/** More of it in a row is no tail any more. */
const LONGEST_TAIL = 64 * 1024;

/** Every line end as `\n`; what old programs and crashed ones leave at a file's end (`^Z`, NUL) is not part of it. */
export async function* plainLines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const piece of text) {
    const known = held + piece;
    const end = tailStart(known);
    held = known.slice(end, end + LONGEST_TAIL);
    if (end > 0) yield known.slice(0, end).replaceAll(/\r\n?/g, '\n');
  }
  if (held.includes('\r') || held.includes('\n')) yield '\n';
}

function tailStart(text: string): number {
  let end = text.length;
  while (end > 0 && '\r\n\0\u001a'.includes(text[end - 1]!)) end--;
  return end;
}
