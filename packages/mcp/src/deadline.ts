import type { MCPClock } from './mcp-clock.js';

export interface Deadline {
  /** Aborts when time is up or the caller has left; its reason says which. */
  readonly signal: AbortSignal;
  /** Ends it early. */
  abort(reason: unknown): void;
  /** Gives up what is still under way with the signal: a server may go on after it has answered. */
  dispose(): void;
}

export interface DeadlineOptions {
  readonly clock: MCPClock;
  readonly ms: number;
  /** Of the caller; its reason is passed on. */
  readonly signal?: AbortSignal | undefined;
  /** What the signal aborts with when time is up. */
  readonly late: () => Error;
}

/** Joins a time limit and a caller's signal. The caller disposes of it. */
export function startDeadline({ clock, ms, signal, late }: DeadlineOptions): Deadline {
  const controller = new AbortController();
  const leave = (): void => controller.abort(signal?.reason);
  const cancelTimer = Number.isFinite(ms)
    ? clock.after(Math.max(0, ms), () => controller.abort(late()))
    : () => undefined;
  signal?.addEventListener('abort', leave, { once: true });
  if (signal?.aborted === true) leave();
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    dispose() {
      cancelTimer();
      signal?.removeEventListener('abort', leave);
      controller.abort();
    },
  };
}

/** The promise's outcome, or the signal's reason when that aborts first. */
export function orAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject: (error: unknown) => void) => {
    const leave = (): void => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    promise
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', leave))
      .catch(() => undefined);
  });
}
