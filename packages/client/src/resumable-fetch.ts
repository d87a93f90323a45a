import { resumableCall } from './resumable-call.js';
import { openResumableStream } from './resumable-stream.js';
import { systemHost, type Host } from './host.js';

export interface ResumableFetchOptions {
  /** What sends the requests. @default the global `fetch` at the time of each request */
  readonly fetch?: typeof globalThis.fetch;
  /**
   * Whether a run whose answer never arrived is asked for again, under the same run id. A server
   * that has the run already has to answer 409 `duplicate_run`, as Flightdeck does with its own
   * stores; the run is then followed from its beginning. Turn it off for any other server, where
   * the agent might run twice.
   *
   * @default true
   */
  readonly retryStart?: boolean;
  /** Attempts in a row that may fail before the stream does. @default Infinity */
  readonly maxAttempts?: number;
  /** Milliseconds after which a lost connection is given up. @default 300_000 */
  readonly maxElapsedMs?: number;
  /** The bound of the first random delay in milliseconds; it doubles with each failure. @default 250 */
  readonly minDelayMs?: number;
  /** The largest bound of a random delay in milliseconds. @default 8_000 */
  readonly maxDelayMs?: number;
  /**
   * Milliseconds of silence after which a connection counts as lost, 0 for never. Has to be longer
   * than the server's keep-alive interval, which is 15 seconds by default.
   *
   * @default 45_000
   */
  readonly stallTimeoutMs?: number;
}

export type ResolvedResumableFetchOptions = Required<Omit<ResumableFetchOptions, 'fetch'>>;

/**
 * A `fetch` for AG-UI clients whose runs survive a lost connection and a deploy: the body of its
 * answer goes on where it was cut, as if nothing had happened.
 *
 * Only requests of runs and of connects that are answered by an event stream are continued, by
 * REST path or by envelope; everything else is passed through untouched, and so is every call with
 * a `Request` object. What cannot be continued exactly ends with a RUN_ERROR of code
 * `RESUME_FAILED`, after which a connect rebuilds the thread. When the server cannot be reached for
 * too long, the body fails with a `ResumeError`.
 */
export function resumableFetch(options: ResumableFetchOptions = {}): typeof globalThis.fetch {
  return createResumableFetch(resolveOptions(options), systemHost(options.fetch));
}

/** The same on a network, a clock and a source of chance of the caller's choice. */
export function createResumableFetch(
  options: ResolvedResumableFetchOptions,
  host: Host,
): typeof globalThis.fetch {
  return async (input, init) => {
    const call = resumableCall(input, init);
    if (call === null) return host.fetch(input, init);
    return openResumableStream(call, options, host);
  };
}

/** @throws RangeError for a bound that is negative or not a number */
export function resolveOptions({
  retryStart = true,
  maxAttempts = Infinity,
  maxElapsedMs = 300_000,
  minDelayMs = 250,
  maxDelayMs = 8_000,
  stallTimeoutMs = 45_000,
}: ResumableFetchOptions): ResolvedResumableFetchOptions {
  const bounds = { maxAttempts, maxElapsedMs, minDelayMs, maxDelayMs, stallTimeoutMs };
  for (const [name, value] of Object.entries(bounds)) {
    if (!(value >= 0)) throw new RangeError(`${name} must not be negative`);
  }
  return Object.freeze({ retryStart, ...bounds });
}
