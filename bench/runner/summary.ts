import type { Result } from '../served/result.js';
import { aligned, figureText, goalText, storeTable } from './tables.js';
import type { Group, Report } from './report.js';

/** A report as documentation shows it: a line for each figure, a column for each target. */
export function summaryOf({ groups, node, processors }: Report): string {
  const parts = groups.map(({ title, results, rows }: Group) => {
    const tables = [
      ...(results.length > 0 ? [pivoted(results)] : []),
      ...(rows.length > 0 ? [storeTable(rows)] : []),
    ];
    return `### ${title}\n\n${tables.join('\n')}`;
  });
  return `Node ${node.slice(1)}, ${processors}.\n\n${parts.join('\n')}`;
}

function pivoted(results: readonly Result[]): string {
  const targets = [...new Set(results.map(({ target }) => target))];
  const lines = [...new Set(results.map(({ what }) => what))].map((what) => {
    const found = results.filter((result) => result.what === what);
    const cells = targets.map((name) => {
      const result = found.find(({ target }) => target === name);
      return result === undefined ? '' : cellOf(result);
    });
    return [what, ...cells, found.flatMap(goalOf).join('; '), found[0]?.upstream ?? ''];
  });
  const columns = ['', ...targets, 'goal', 'upstream'];
  // A column that says nothing is left out.
  const told = columns.map((_, column) => lines.some((line) => line[column] !== ''));
  return aligned([columns, ...lines].map((line) => line.filter((_, column) => told[column])));
}

/** The median ratio, and between which it was; the figure itself where there is nothing to divide by. */
function cellOf({ ratio, value, unit, met }: Result): string {
  const text = ratio
    ? `${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)})`
    : `${figureText(value.median)} ${unit}`;
  return met === false ? `${text} missed` : text;
}

function goalOf({ target, ratio, goal }: Result): string[] {
  if (goal === undefined) return [];
  const base = ratio === undefined || ratio.base === 'limit' ? '' : ` of ${ratio.base}`;
  return [`${target} ${goalText(goal)}${base}`];
}
