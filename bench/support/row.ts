/** One line of the printed table. */
export interface Row {
  readonly workload: string;
  readonly store: string;
  readonly what: string;
  readonly figure: string;
  /** The bound of the acceptance list, where there is one. */
  readonly bound?: string;
  readonly met?: boolean;
}

/** A measured value with its bound; both in the same unit. */
export function bounded(
  row: Omit<Row, 'figure' | 'bound' | 'met'>,
  value: number,
  bound: number,
  show: (value: number) => string,
): Row {
  return { ...row, figure: show(value), bound: `≤ ${show(bound)}`, met: value <= bound };
}
