/** What one run of the numbered agent does; sent by clients as `forwardedProps.plan`. */
export interface Plan {
  /** How many numbered events it emits, beside those that begin and end things. @default 20 */
  readonly count?: number;
  /** Events per second; 0 is as fast as it can. @default 100 */
  readonly perSecond?: number;
  /** Text alone, or every kind of event in turn. @default 'text' */
  readonly kind?: 'text' | 'mixed';
  /** Characters added to each delta. @default 0 */
  readonly padding?: number;
  /** Goes on when it is aborted, as an agent does that cannot be interrupted. @default false */
  readonly deaf?: boolean;
}

export type ResolvedPlan = Readonly<Required<Plan>>;

const DEFAULTS: ResolvedPlan = {
  count: 20,
  perSecond: 100,
  kind: 'text',
  padding: 0,
  deaf: false,
};

export function planOf(forwardedProps: unknown): ResolvedPlan {
  const given =
    typeof forwardedProps === 'object' && forwardedProps !== null && 'plan' in forwardedProps
      ? forwardedProps.plan
      : {};
  // The tests of this folder are the only callers, and `Plan` is what they write.
  return { ...DEFAULTS, ...(given as Plan) };
}
