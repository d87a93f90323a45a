/** An event that opens or ends a run. */
export interface Milestone {
  readonly type: 'RUN_STARTED' | 'RUN_FINISHED' | 'RUN_ERROR';
  readonly runId?: unknown;
  readonly code?: unknown;
}

const NAMES = /RUN_(STARTED|FINISHED|ERROR)/;
const TYPES: ReadonlySet<unknown> = new Set(['RUN_STARTED', 'RUN_FINISHED', 'RUN_ERROR']);

/** The milestone that a frame tells, `null` for every other event. */
export function milestoneOf(data: string | null): Milestone | null {
  // Only what mentions one of them is worth parsing.
  if (data === null || !NAMES.test(data)) return null;
  try {
    const event = JSON.parse(data) as Partial<Milestone> | null;
    // Holds because the type is one of the three.
    return TYPES.has(event?.type) ? (event as Milestone) : null;
  } catch {
    return null;
  }
}
