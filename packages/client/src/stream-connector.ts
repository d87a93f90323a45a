import { openConnection, type Connection } from './connection.js';
import type { Host } from './host.js';
import { ReconnectPace } from './reconnect-pace.js';
import { duplicateOf, isEventStream, isTransient, isUnavailable, retryAfterMs } from './refusal.js';
import type { ResumableCall } from './resumable-call.js';
import type { ResolvedResumableFetchOptions } from './resumable-fetch.js';
import { ResumeError } from './resume-error.js';
import type { StreamPosition } from './stream-position.js';

export interface StreamConnectorParts {
  readonly call: ResumableCall;
  readonly options: ResolvedResumableFetchOptions;
  readonly host: Host;
  readonly position: StreamPosition;
  /** Ends everything at once. */
  readonly signal: AbortSignal;
}

/** Makes the connections of one call: the first, and each that goes on where the last one was cut. */
export class StreamConnector {
  readonly #parts: StreamConnectorParts;
  readonly #pace: ReconnectPace;
  #openedAt = 0;

  constructor(parts: StreamConnectorParts) {
    this.#parts = parts;
    this.#pace = new ReconnectPace(parts.host, parts.options);
  }

  /** Whether the stream can go on without a gap or a repetition, or be asked for once more. */
  get canGoOn(): boolean {
    const { cursor, hasBegun } = this.#parts.position;
    return cursor !== null || (!hasBegun && this.#mayRepeat);
  }

  /** The connection works: the next outage begins afresh. */
  recovered(): void {
    this.#pace.recovered();
  }

  /**
   * The first answer, whatever it is. Where that is safe, it is asked for until there is one that
   * comes from the server itself, or patience ends.
   */
  async first(): Promise<Connection> {
    const { host, signal } = this.#parts;
    for (let isRepeat = false; ; isRepeat = true) {
      let connection: Connection | null = null;
      let failure: unknown;
      try {
        connection = await this.#attempt(isRepeat);
        if (!isUnavailable(connection.response) || !this.#mayRepeat) return connection;
      } catch (error) {
        if (signal.aborted || !this.#mayRepeat) throw error;
        failure = error;
      }
      const waitMs = connection === null ? 0 : retryAfterMs(connection.response, host.now());
      try {
        await this.#pace.next(signal, failure, waitMs);
      } catch (error) {
        if (!(error instanceof ResumeError)) throw error;
        if (connection !== null) return connection;
        throw failure;
      }
      connection?.close();
    }
  }

  /**
   * A connection that goes on after one that was lost.
   *
   * @throws ResumeError when the server refuses, with its status, or patience ends; the signal's
   *   reason when it aborts
   */
  async next(lostBy: unknown): Promise<Connection> {
    const { host, options, signal } = this.#parts;
    // Whoever was connected for long has not been hammering.
    if (host.now() - this.#openedAt >= options.maxDelayMs) this.recovered();
    let cause = lostBy;
    let waitMs = 0;
    for (;;) {
      await this.#pace.next(signal, cause, waitMs);
      try {
        const connection = await this.#attempt(true);
        const { response } = connection;
        if (isEventStream(response)) return connection;
        connection.close();
        cause = new ResumeError(`The server answered ${response.status}`, response.status);
        if (!isTransient(response)) throw cause;
        waitMs = retryAfterMs(response, host.now());
      } catch (error) {
        if (error === cause) throw error;
        cause = error;
        waitMs = 0;
      }
    }
  }

  /** A connect changes nothing; a run may be asked for again only if it can be recognised. */
  get #mayRepeat(): boolean {
    const { call, options } = this.#parts;
    return call.kind === 'connect' || (options.retryStart && call.runId !== null);
  }

  async #attempt(isRepeat: boolean): Promise<Connection> {
    const { call, host, position, signal: caller } = this.#parts;
    // A server that is there answers with a head and a comment at once.
    const headTimeoutMs = isRepeat ? this.#parts.options.stallTimeoutMs : 0;
    const open = (target: { readonly url: string; readonly init: RequestInit }) =>
      openConnection(host, { url: target.url, init: target.init, caller, headTimeoutMs });
    let connection: Connection;
    if (position.cursor !== null) {
      connection = await open(call.connect(position.cursor));
      position.beginBehindCursor();
    } else {
      connection = await open(call);
      const { response } = connection;
      const known =
        isRepeat && call.runId !== null ? await duplicateOf(response, call.runId) : null;
      if (known !== null) {
        connection.close();
        connection = await open(call.connect(null));
        position.beginSkippingTo(known);
      } else {
        const isRebase = response.headers.get('x-replay') === 'rebase';
        position.beginAnew(isRepeat, call.kind === 'connect' && isRebase);
      }
    }
    this.#openedAt = host.now();
    return connection;
  }
}
