const DEFAULT_LENGTH = 8;

/** A text in pieces of so many UTF-16 units, no pair of surrogates parted; `''` has none. */
export function deltas(text: string, length = DEFAULT_LENGTH): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + Math.max(1, length));
    if (isHighSurrogate(text.charCodeAt(end - 1)) && end < text.length) end += 1;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
