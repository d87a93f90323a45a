import { uniqueId } from '@flightdeck/testing';
import type { Plan } from '../server/plan.js';
import { ReceivedStream, type ReceivedEvent } from './received-stream.js';

const NO_MESSAGES: readonly unknown[] = [];

export interface RunCall {
  readonly plan?: Plan;
  readonly runId?: string;
}

/** A client of one thread that writes down everything it gets, from whichever server it gets it. */
export class RecordingClient {
  readonly threadId: string;
  readonly streams: ReceivedStream[] = [];
  readonly #headers: Readonly<Record<string, string>>;

  constructor(threadId = uniqueId('thread'), headers: Readonly<Record<string, string>> = {}) {
    this.threadId = threadId;
    this.#headers = headers;
  }

  /** The last position that it knows, over all of its streams. */
  get cursor(): string | null {
    for (const { events } of this.streams.toReversed()) {
      const last = events.findLast(({ cursor }) => cursor !== null);
      if (last !== undefined) return last.cursor;
    }
    return null;
  }

  /** The end of a run that it was told of last. */
  get terminal(): ReceivedEvent | undefined {
    return this.streams.findLast(({ terminal }) => terminal !== undefined)?.terminal;
  }

  /** Starts a run and records its stream; for a refusal, its status and body. */
  run(
    baseUrl: string,
    { plan = {}, runId = uniqueId('run') }: RunCall = {},
  ): Promise<ReceivedStream> {
    return this.#open(`${baseUrl}/agent/default/run`, {
      body: {
        ...this.#input(runId, [{ id: uniqueId('user'), role: 'user', content: 'Count' }]),
        forwardedProps: { plan },
      },
    });
  }

  /** Joins the thread from its beginning, or with `messages` as a client that shows some already. */
  connect(baseUrl: string, messages = NO_MESSAGES): Promise<ReceivedStream> {
    return this.#open(`${baseUrl}/agent/default/connect`, {
      body: this.#input(uniqueId('connect'), messages),
    });
  }

  /** Goes on behind the last event that it got, or behind a cursor of the test's choice. */
  resume(baseUrl: string, cursor = this.cursor): Promise<ReceivedStream> {
    return this.#open(`${baseUrl}/agent/default/connect`, {
      body: this.#input(uniqueId('connect'), NO_MESSAGES),
      headers: { 'accept-resume': '1', ...(cursor === null ? {} : { 'last-event-id': cursor }) },
    });
  }

  async stop(baseUrl: string, runId?: string): Promise<{ status: number; stopped: boolean }> {
    const path = `/agent/default/stop/${encodeURIComponent(this.threadId)}`;
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.#headers },
      body: JSON.stringify(runId === undefined ? {} : { runId }),
    });
    const body = (await response.json()) as { stopped?: boolean };
    return { status: response.status, stopped: body.stopped === true };
  }

  /** Leaves every stream that is still open. */
  leave(): void {
    for (const stream of this.streams) stream.cut();
  }

  #input(runId: string, messages: readonly unknown[]): Record<string, unknown> {
    const { threadId } = this;
    return { threadId, runId, messages, tools: [], context: [], state: {}, forwardedProps: {} };
  }

  async #open(
    url: string,
    { body, headers = {} }: { body: unknown; headers?: Record<string, string> },
  ): Promise<ReceivedStream> {
    const abort = new AbortController();
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...this.#headers,
        ...headers,
      },
      body: JSON.stringify(body),
      signal: abort.signal,
    });
    const stream = new ReceivedStream(response, abort);
    this.streams.push(stream);
    return stream;
  }
}
