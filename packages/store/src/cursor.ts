/** A position in a thread's log as clients see it: `"<fence>.<seq>"`, the `id:` of an SSE frame. */
export interface Cursor {
  readonly fence: number;
  readonly seq: number;
}

const PATTERN = /^(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})$/;

export function formatCursor(fence: number, seq: number): string {
  return `${fence}.${seq}`;
}

/** The cursor that `text` spells, or `null` for anything else. */
export function parseCursor(text: string): Cursor | null {
  const match = PATTERN.exec(text);
  if (match === null) return null;
  const fence = Number(match[1]);
  const seq = Number(match[2]);
  return Number.isSafeInteger(fence) && Number.isSafeInteger(seq) ? { fence, seq } : null;
}
