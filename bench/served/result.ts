/** Which way of a figure is the good one, and how far it must be. */
export interface Goal {
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** A measured figure of one target, beside that of the target it is judged by. */
export interface Result {
  /** As in performance.md 4: `W1`, `W2`, … */
  readonly workload: string;
  readonly what: string;
  readonly target: string;
  /** The target's own figure, and its unit. */
  readonly value: Spread;
  readonly unit: string;
  /** The figure over that of `base` in the same round, and that of each round. */
  readonly ratio?: Spread & { readonly base: string; readonly rounds: readonly number[] };
  readonly goal?: Goal;
  /** What the goal is about; the ratio where there is one, else the value. */
  readonly met?: boolean;
  /** What upstream's ratio was when the goals were set, performance.md 1. */
  readonly upstream?: string;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.floor(middle)] ?? Number.NaN;
  const high = sorted[Math.ceil(middle)] ?? Number.NaN;
  return {
    min: sorted[0] ?? Number.NaN,
    median: (low + high) / 2,
    max: sorted.at(-1) ?? Number.NaN,
  };
}

export function meets(value: number, { atLeast = -Infinity, atMost = Infinity }: Goal): boolean {
  return value >= atLeast && value <= atMost;
}
