import { ConfigError } from '../errors/config-error.js';

/** Ceilings that keep one run from holding a thread or the process for ever. `0` switches one off. */
export interface RunLimits {
  /** How long a run may last, in milliseconds. @default 3_600_000 (one hour) */
  readonly maxRunDurationMs?: number;
  /** How long an agent may stay silent, in milliseconds. @default 600_000 (ten minutes) */
  readonly idleTimeoutMs?: number;
  /** How long a stopped agent may take to end before the runtime ends the run without it. @default 5_000 */
  readonly stopDeadlineMs?: number;
  /** The size of one event as JSON text, in UTF-16 units. Client 1.0 refuses above 10 Mi. @default 8_388_608 */
  readonly maxEventBytes?: number;
  /** How long a run may wait for its thread under the policy `enqueue`, in milliseconds. @default 300_000 */
  readonly enqueueTimeoutMs?: number;
  /** How many runs may wait behind the next one for a thread; one more is answered 429. @default 20 */
  readonly maxQueuedRuns?: number;
}

export type ResolvedRunLimits = Readonly<Required<RunLimits>>;

const DEFAULTS: ResolvedRunLimits = {
  maxRunDurationMs: 3_600_000,
  idleTimeoutMs: 600_000,
  stopDeadlineMs: 5_000,
  maxEventBytes: 8_388_608,
  enqueueTimeoutMs: 300_000,
  maxQueuedRuns: 20,
};

/** @throws ConfigError for anything but a non-negative number; `0` becomes `Infinity` */
export function resolveRunLimits(limits: RunLimits = {}): ResolvedRunLimits {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    if (!Object.hasOwn(DEFAULTS, name)) throw new ConfigError(`Unknown limit '${name}'`);
    if (typeof value !== 'number' || !(value >= 0)) {
      throw new ConfigError(`limits.${name} must be a number of at least 0, got ${String(value)}`);
    }
  }
  const merged = { ...DEFAULTS, ...Object.fromEntries(given) };
  const open = Object.entries(merged).map(([name, value]) => [
    name,
    value === 0 ? Infinity : value,
  ]);
  return Object.freeze(Object.fromEntries(open) as ResolvedRunLimits);
}
