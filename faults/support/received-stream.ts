import { parseCursor } from '@flightdeck/store';
import { parseFrame, withDeadline } from '@flightdeck/testing';
import { now, type Moment } from '../server/messages.js';

/** One event as a client got it. */
export interface ReceivedEvent {
  /** `null` where the server has given the event no position in the log. */
  readonly cursor: string | null;
  readonly fence: number;
  readonly seq: number;
  readonly json: string;
  readonly type: string;
  readonly at: Moment;
}

const TERMINAL = new Set(['RUN_FINISHED', 'RUN_ERROR']);

/** One event stream, written down as it comes. */
export class ReceivedStream {
  readonly status: number;
  readonly headers: Headers;
  /** The body of an answer that is no stream. */
  errorText = '';
  readonly events: ReceivedEvent[] = [];
  /** Everything that has arrived, byte for byte. */
  text = '';
  /** How the stream came to its end: by the server, or by the connection. */
  end: 'complete' | 'broken' | null = null;
  readonly #abort: AbortController;
  readonly #finished: Promise<void>;
  #onChange: () => void = () => undefined;

  constructor(response: Response, abort: AbortController) {
    this.status = response.status;
    this.headers = response.headers;
    this.#abort = abort;
    this.#finished = this.#read(response);
  }

  /** What the stream shows: `null` for a run's own, else the shape of the replay. */
  get shape(): string | null {
    return this.headers.get('x-replay');
  }

  get terminal(): ReceivedEvent | undefined {
    return this.events.findLast(({ type }) => TERMINAL.has(type));
  }

  /** Resolves when nothing more will come. */
  async ended(deadlineMs = 20_000): Promise<this> {
    await withDeadline(
      this.#finished,
      () => `the end of a stream that has said ${this.tail()}`,
      deadlineMs,
    );
    return this;
  }

  /** Resolves when a condition holds, which is asked after each piece; fails if the stream ends before. */
  async until(condition: (stream: this) => boolean, deadlineMs = 20_000): Promise<this> {
    const held = (async () => {
      while (!condition(this)) {
        if (this.end !== null)
          throw new Error(`The stream ended (${this.end}) too early: ${this.tail()}`);
        await new Promise<void>((resolve) => {
          this.#onChange = resolve;
        });
      }
    })();
    await withDeadline(
      held,
      () => `something in a stream that has said ${this.tail()}`,
      deadlineMs,
    );
    return this;
  }

  /** Resolves once so many events have come. */
  untilEvents(count: number, deadlineMs?: number): Promise<this> {
    return this.until(({ events }) => events.length >= count, deadlineMs);
  }

  /** Leaves, as a client whose connection breaks. */
  cut(): void {
    this.#abort.abort();
  }

  /** For messages of failing tests. */
  tail(): string {
    const last = this.events.slice(-3).map(({ cursor, json }) => `${cursor} ${json.slice(0, 200)}`);
    return `status ${this.status}, ${this.events.length} events, last: ${last.join(' | ')} ${this.errorText}`;
  }

  async #read(response: Response): Promise<void> {
    const type = response.headers.get('content-type') ?? '';
    try {
      if (!type.startsWith('text/event-stream')) this.errorText = await response.text();
      else await this.#record(response);
      this.end = 'complete';
    } catch {
      this.end = 'broken';
    }
    this.#onChange();
  }

  async #record(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    let buffer = '';
    for await (const bytes of response.body ?? []) {
      const piece = decoder.decode(bytes as Uint8Array, { stream: true });
      this.text += piece;
      buffer += piece;
      const at = now();
      for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
        this.#take(buffer.slice(0, end), at);
        buffer = buffer.slice(end + 2);
      }
      this.#onChange();
    }
  }

  #take(raw: string, at: Moment): void {
    const { id, data } = parseFrame(raw);
    if (data === undefined) return;
    const { type } = JSON.parse(data) as { type: string };
    const position = id === undefined ? null : parseCursor(id);
    const { fence, seq } = position ?? { fence: 0, seq: 0 };
    this.events.push({ cursor: id ?? null, fence, seq, json: data, type, at });
  }
}
