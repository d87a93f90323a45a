import type { BusTransport } from '../backend/bus-transport.js';
import type { RetentionPolicy } from '../backend/thread-rows.js';
import { systemEngineClock } from './engine-clock.js';
import type { EngineClock } from './engine-clock.js';

export interface EngineOptions {
  /**
   * The engine's name in messages and logs.
   *
   * @default the name of the backend
   */
  readonly name?: string;
  /**
   * Names this instance in the table of nodes. It must not come again: two that share one write over
   * each other's leases, and a restarted one would keep the threads of its former life locked.
   *
   * @default random
   */
  readonly nodeId?: string;
  /** Told of what went wrong in the background and is tried again. Must not throw. */
  readonly onWarning?: (message: string, cause?: unknown) => void;
  /** Carries hints between instances. Without one they look for each other's news at intervals. */
  readonly transport?: BusTransport;
  readonly lease?: {
    /**
     * How long an instance may be silent before others take its runs over. It gives them up itself
     * after four fifths of that.
     *
     * @default 10000
     */
    readonly ttlMs?: number;
    /**
     * How often it renews its lease, and looks for runs of others; at most a quarter of `ttlMs`.
     *
     * @default a fifth of `ttlMs`
     */
    readonly heartbeatMs?: number;
  };
  readonly flush?: {
    /**
     * Least time between the beginnings of two writes; meanwhile events collect. 0 writes as soon as
     * the one before is done.
     *
     * @default 0
     */
    readonly minIntervalMs?: number;
    /** @default 5000 events per write */
    readonly maxEvents?: number;
    /** @default 1048576 UTF-16 units of events per write */
    readonly maxBytes?: number;
  };
  /**
   * How often followed threads are looked at for hints that were lost.
   *
   * @default 1000 with a transport, 250 without
   */
  readonly pollMs?: number;
  /**
   * How long the raw events of an ended run stay behind its compacted ones, for clients that come
   * back in the middle of it.
   *
   * @default 10
   */
  readonly rawLogMinutes?: number;
  /**
   * What becomes of threads in which nothing happens, each in days.
   *
   * @default null for each: nothing
   */
  readonly retention?: Partial<RetentionPolicy>;
  readonly clock?: EngineClock;
}

export interface ResolvedEngineOptions {
  readonly name: string;
  readonly nodeId: string;
  readonly warn: (message: string, cause?: unknown) => void;
  readonly transport: BusTransport | null;
  readonly ttlMs: number;
  readonly heartbeatMs: number;
  readonly flush: {
    readonly minIntervalMs: number;
    readonly maxEvents: number;
    readonly maxBytes: number;
  };
  readonly pollMs: number;
  readonly rawLogMs: number;
  readonly retention: RetentionPolicy;
  readonly clock: EngineClock;
}

/** A hundred years: for ever, in numbers that every database can reckon with. */
const FOREVER_DAYS = 36_500;
const MINUTE_MS = 60_000;

/** @throws TypeError, RangeError naming the option that makes no sense */
export function resolveEngineOptions(
  options: EngineOptions,
  backendName: string,
): ResolvedEngineOptions {
  const { transport = null, onWarning, rawLogMinutes = 10 } = options;
  return Object.freeze({
    name: named('name', options.name ?? backendName),
    nodeId: named('nodeId', options.nodeId ?? crypto.randomUUID()),
    warn: (message: string, cause?: unknown) => onWarning?.(message, cause),
    transport,
    ...resolveLease(options.lease ?? {}),
    flush: resolveFlush(options.flush ?? {}),
    pollMs: atLeast('pollMs', options.pollMs ?? (transport === null ? 250 : 1_000), 1),
    rawLogMs:
      Math.min(atLeast('rawLogMinutes', rawLogMinutes, 0), FOREVER_DAYS * 1_440) * MINUTE_MS,
    retention: resolveRetention(options.retention ?? {}),
    clock: options.clock ?? systemEngineClock,
  });
}

function resolveLease(
  given: NonNullable<EngineOptions['lease']>,
): Pick<ResolvedEngineOptions, 'ttlMs' | 'heartbeatMs'> {
  const ttlMs = atLeast('lease.ttlMs', given.ttlMs ?? 10_000, 100);
  const heartbeatMs = atLeast('lease.heartbeatMs', given.heartbeatMs ?? ttlMs / 5, 1);
  if (heartbeatMs > ttlMs / 4) {
    throw new RangeError('lease.heartbeatMs must be at most a quarter of lease.ttlMs');
  }
  return { ttlMs, heartbeatMs };
}

function resolveFlush({
  minIntervalMs = 0,
  maxEvents = 5_000,
  maxBytes = 1_024 * 1_024,
}: NonNullable<EngineOptions['flush']>): ResolvedEngineOptions['flush'] {
  return {
    minIntervalMs: atLeast('flush.minIntervalMs', minIntervalMs, 0),
    maxEvents: atLeast('flush.maxEvents', maxEvents, 1),
    maxBytes: atLeast('flush.maxBytes', maxBytes, 1),
  };
}

function resolveRetention(given: Partial<RetentionPolicy>): RetentionPolicy {
  const days = (name: keyof RetentionPolicy): number | null => {
    const value = given[name] ?? null;
    if (value === null) return null;
    return Math.min(atLeast(`retention.${name}`, value, Number.MIN_VALUE), FOREVER_DAYS);
  };
  return {
    archiveAfterDays: days('archiveAfterDays'),
    removeAfterDays: days('removeAfterDays'),
    removeArchivedAfterDays: days('removeArchivedAfterDays'),
  };
}

function atLeast(name: string, value: unknown, least: number): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number`);
  if (!Number.isFinite(value) || value < least) {
    const bound = least === Number.MIN_VALUE ? 'greater than 0' : `at least ${least}`;
    throw new RangeError(`${name} must be ${bound}`);
  }
  return value;
}

function named(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string`);
  if (value === '' || value.length > 100) {
    throw new RangeError(`${name} must have 1 to 100 characters`);
  }
  return value;
}
