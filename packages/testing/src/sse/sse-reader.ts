import type { BaseEvent } from '@flightdeck/core';
import { withDeadline, DEADLINE_MS } from '../support/with-deadline.js';
import { eventOf, parseFrame, type SseFrame } from './sse-frame.js';

/** Reads an event stream piece by piece; nothing is requested that the test does not ask for. */
export class SseReader implements AsyncIterable<SseFrame> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  readonly #deadlineMs: number;
  /** Whole frames that nobody has asked for yet. */
  #frames: string[] = [];
  /** What has come of the frame after those. */
  #begun = '';
  #endsWithNewline = false;
  #text = '';
  #ended = false;

  constructor(response: Response, deadlineMs = DEADLINE_MS) {
    if (response.body === null) throw new Error(`Status ${response.status} came without a body`);
    this.#reader = response.body.getReader();
    this.#deadlineMs = deadlineMs;
  }

  /** Everything that has been read so far. */
  get text(): string {
    return this.#text;
  }

  /** The next frame, `null` at the end of the stream. */
  async next(): Promise<SseFrame | null> {
    for (;;) {
      const raw = this.#frames.shift();
      if (raw !== undefined) return parseFrame(raw);
      if (this.#ended) return this.#endOfStream();
      await this.#read();
    }
  }

  /** The next frame that carries an event, `null` at the end. */
  async nextEvent(): Promise<BaseEvent | null> {
    for (let frame = await this.next(); frame !== null; frame = await this.next()) {
      const event = eventOf(frame);
      if (event !== null) return event;
    }
    return null;
  }

  /** Reads up to and including the first event of a type. */
  async readTo(type: string): Promise<BaseEvent[]> {
    const events: BaseEvent[] = [];
    for (;;) {
      const event = await this.nextEvent();
      if (event === null) throw new Error(`The stream ended before ${type}:\n${this.#text}`);
      events.push(event);
      if (event.type === type) return events;
    }
  }

  /** Everything that is still to come. */
  async rest(): Promise<SseFrame[]> {
    const frames: SseFrame[] = [];
    for await (const frame of this) frames.push(frame);
    return frames;
  }

  /** The events that are still to come. */
  async restOfEvents(): Promise<BaseEvent[]> {
    return (await this.rest()).flatMap((frame) => eventOf(frame) ?? []);
  }

  /** Leaves, as a client does that closes its connection. */
  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<SseFrame, void> {
    for (let frame = await this.next(); frame !== null; frame = await this.next()) yield frame;
  }

  async #read(): Promise<void> {
    const { done, value } = await withDeadline(
      this.#reader.read(),
      () => `the next bytes of a stream that has said so far:\n${this.#text}`,
      this.#deadlineMs,
    );
    this.#ended = done;
    const piece = this.#decoder.decode(value, { stream: !done });
    this.#text += piece;
    this.#take(piece);
  }

  /** Looks at a frame of many megabytes once, not again with every piece of it. */
  #take(piece: string): void {
    const mayEnd = (this.#endsWithNewline && piece.startsWith('\n')) || piece.includes('\n\n');
    if (piece !== '') this.#endsWithNewline = piece.endsWith('\n');
    this.#begun += piece;
    if (!mayEnd) return;
    const frames = this.#begun.split('\n\n');
    this.#begun = frames.pop() ?? '';
    this.#frames = frames;
  }

  #endOfStream(): null {
    if (this.#begun === '') return null;
    throw new Error(`The stream ended inside a frame: ${JSON.stringify(this.#begun)}`);
  }
}
