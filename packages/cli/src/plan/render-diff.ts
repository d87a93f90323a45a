import type { FileChange } from './file-change.js';

/** Unchanged lines that are shown around changed ones. */
const CONTEXT = 3;

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** The lines of a unified diff. */
export function renderDiff({ path, before, after }: FileChange): readonly string[] {
  const lines = compare(linesOf(before ?? ''), linesOf(after));
  const header = [`--- ${before === null ? '/dev/null' : `a/${path}`}`, `+++ b/${path}`];
  return [...header, ...hunks(lines).flatMap(({ from, to }) => renderHunk(lines, from, to))];
}

function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

interface Range {
  readonly from: number;
  /** Behind the last line. */
  readonly to: number;
}

/** Ranges of lines that are shown: changed ones with their surroundings, joined where they touch. */
function hunks(lines: readonly Line[]): readonly Range[] {
  const ranges: { from: number; to: number }[] = [];
  for (const [index, { sign }] of lines.entries()) {
    if (sign === ' ') continue;
    const from = Math.max(0, index - CONTEXT);
    const to = Math.min(lines.length, index + 1 + CONTEXT);
    const last = ranges.at(-1);
    if (last !== undefined && from <= last.to) last.to = to;
    else ranges.push({ from, to });
  }
  return ranges;
}

function renderHunk(lines: readonly Line[], from: number, to: number): readonly string[] {
  const count = (range: readonly Line[], sign: '-' | '+'): number =>
    range.filter((line) => line.sign === ' ' || line.sign === sign).length;
  const shown = lines.slice(from, to);
  const side = (sign: '-' | '+'): string => {
    const length = count(shown, sign);
    const start = count(lines.slice(0, from), sign);
    return `${sign}${length === 0 ? start : start + 1},${length}`;
  };
  return [`@@ ${side('-')} ${side('+')} @@`, ...shown.map(({ sign, text }) => `${sign}${text}`)];
}

/** The shortest way from one text to the other. */
function compare(before: readonly string[], after: readonly string[]): readonly Line[] {
  const start = commonLength(before, after);
  const end = commonLength(before.slice(start).toReversed(), after.slice(start).toReversed());
  const same = (texts: readonly string[]): Line[] => texts.map((text) => ({ sign: ' ', text }));
  return [
    ...same(before.slice(0, start)),
    ...compareMiddle(
      before.slice(start, before.length - end),
      after.slice(start, after.length - end),
    ),
    ...same(before.slice(before.length - end)),
  ];
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  const different = a.findIndex((text, index) => text !== b[index]);
  return different === -1 ? a.length : different;
}

function compareMiddle(before: readonly string[], after: readonly string[]): readonly Line[] {
  const lengths = commonLengths(before, after);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh) {
      lines.push({ sign: ' ', text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && lengthAt(lengths, i + 1, j) >= lengthAt(lengths, i, j + 1)) {
      lines.push({ sign: '-', text: old });
      i += 1;
    } else {
      lines.push({ sign: '+', text: fresh ?? '' });
      j += 1;
    }
  }
  return lines;
}

/** For each pair of positions, how many lines the two rests have in common. */
function commonLengths(
  before: readonly string[],
  after: readonly string[],
): readonly Uint32Array[] {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = rows[i];
      if (row === undefined) continue;
      row[j] =
        before[i] === after[j]
          ? lengthAt(rows, i + 1, j + 1) + 1
          : Math.max(lengthAt(rows, i + 1, j), lengthAt(rows, i, j + 1));
    }
  }
  return rows;
}

function lengthAt(rows: readonly Uint32Array[], i: number, j: number): number {
  return rows[i]?.[j] ?? -1;
}
