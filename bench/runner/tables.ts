import type { Goal, Result } from '../served/result.js';
import type { Row } from '../support/row.js';
import type { Group, Report } from './report.js';

/** A report as Markdown: a table for each workload. */
export function tablesOf({ groups }: Pick<Report, 'groups'>): string {
  return groups.map(tableOf).join('\n');
}

function tableOf({ title, results, rows, failed }: Group): string {
  const parts = [`### ${title}\n`];
  if (results.length > 0) parts.push(servedTable(results));
  if (rows.length > 0) parts.push(storeTable(rows));
  if (failed) parts.push('Not everything could be measured.\n');
  return parts.join('\n');
}

const SERVED_COLUMNS = ['what', 'target', 'median', 'ratio to', 'min', 'median', 'max', 'goal'];

function servedTable(results: readonly Result[]): string {
  const hasUpstream = results.some(({ upstream }) => upstream !== undefined);
  const lines = results.map((result) => {
    const { what, target, value, unit, ratio, goal, met, upstream = '' } = result;
    const ratios = ratio
      ? [ratio.base, ...[ratio.min, ratio.median, ratio.max].map(ratioText)]
      : ['', '', '', ''];
    const judged = goal === undefined ? '' : `${goalText(goal)} ${met ? 'met' : 'MISSED'}`;
    const cells = [what, target, `${figureText(value.median)} ${unit}`, ...ratios, judged];
    return hasUpstream ? [...cells, upstream] : cells;
  });
  const columns = hasUpstream ? [...SERVED_COLUMNS, 'upstream'] : SERVED_COLUMNS;
  return aligned([columns, ...lines]);
}

export function storeTable(rows: readonly Row[]): string {
  const lines = rows.map(({ what, store, figure, bound, met }) => {
    const judged = bound === undefined ? '' : `${bound} ${met ? 'met' : 'MISSED'}`;
    return [what, store, figure, judged];
  });
  return aligned([['what', 'store', 'figure', 'goal'], ...lines]);
}

export function goalText({ atLeast, atMost }: Goal): string {
  return [
    ...(atLeast === undefined ? [] : [`≥ ${atLeast}`]),
    ...(atMost === undefined ? [] : [`≤ ${atMost}`]),
  ].join(', ');
}

function ratioText(ratio: number): string {
  return ratio.toFixed(2);
}

export function figureText(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 });
}

/** A Markdown table whose columns are as wide as what they hold. */
export function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(3, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const text = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const rule = text(widths.map((width) => '-'.repeat(width)));
  return lines.map((line, index) => (index === 0 ? text(line) + rule : text(line))).join('');
}

/** How many goals there are in a report, and which of them were missed. */
export function verdictOf({ groups }: Pick<Report, 'groups'>): string {
  const judged = groups.flatMap(({ results, rows }) => [
    ...results.flatMap(({ goal, met, target, what }) =>
      goal === undefined ? [] : [{ met, name: `${what} (${target})` }],
    ),
    ...rows.flatMap(({ bound, met, what, store }) =>
      bound === undefined ? [] : [{ met, name: `${what} (${store})` }],
    ),
  ]);
  const missed = judged.filter(({ met }) => met !== true).map(({ name }) => name);
  const told = missed.length === 0 ? '' : `; missed: ${missed.join(', ')}`;
  return `${judged.length - missed.length} of ${judged.length} goals met${told}`;
}
