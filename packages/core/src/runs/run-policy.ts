import { resolveRunLimits, type ResolvedRunLimits } from './run-limits.js';

/**
 * What happens to a run that arrives while its thread has an active one: `reject` answers 409,
 * `supersede` stops the active run and starts the new one, `enqueue` lets it wait its turn.
 */
export type BusyPolicy = 'reject' | 'supersede' | 'enqueue';

/**
 * What happens to a run whose last viewer has left: it goes on (`continue`), ends at once
 * (`cancel`), or ends unless somebody joins within `cancelAfterMs` milliseconds.
 */
export type DisconnectPolicy = 'continue' | 'cancel' | { readonly cancelAfterMs: number };

/** How runs are carried out; resolved once per runtime. */
export interface RunPolicy {
  readonly onBusy: BusyPolicy;
  readonly onDisconnect: DisconnectPolicy;
  readonly limits: ResolvedRunLimits;
  /** Replaces the text of unforeseen failures by a reference to the log. */
  readonly redactErrors: boolean;
  /** Whether agents of known AG-UI versions run without the client-side reducer. */
  readonly fastPath: boolean;
  /** How long viewers may be shown what is not in the log, in milliseconds; `null` for not at all. */
  readonly maxUndurableMs: number | null;
}

export const DEFAULT_RUN_POLICY: RunPolicy = Object.freeze({
  onBusy: 'reject',
  onDisconnect: 'continue',
  limits: resolveRunLimits(),
  redactErrors: true,
  fastPath: true,
  maxUndurableMs: null,
});
