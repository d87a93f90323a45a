import type { FrameSource } from '@flightdeck/core';
import { MULTIPART_BEGIN, MULTIPART_END, multipartPart } from '../wire/multipart.js';
import { SseEvents } from '../wire/sse-events.js';
import type { ResponseTranslator } from './response-translator.js';

/** How long a client may hear nothing while its agent does what it has no form for, such as reasoning. */
const MAX_SILENCE_MS = 10_000;

const SIGN_OF_LIFE = multipartPart({ incremental: [], hasNext: true });

export interface LegacyStreamOptions {
  /** The event stream of the run. */
  readonly events: FrameSource;
  readonly translator: ResponseTranslator;
  readonly threadId: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Called once if the reader leaves before the end of the run. */
  readonly onLeft: () => void;
  /** Called once when the stream is over, whoever has ended it. */
  readonly onEnded: () => void;
  /** Called with what nobody has foreseen; the reader is told that the answer was cut off. */
  readonly onFailed: (error: unknown) => void;
}

/**
 * A run as the increments of an answer of the old wire; pulling never rejects. Each pull of it is one or more of the run's
 * events, so that the agent is read no faster than its client.
 */
export class LegacyStream implements FrameSource {
  readonly #options: LegacyStreamOptions;
  readonly #sse = new SseEvents();
  #state: 'new' | 'greeting' | 'open' | 'closed' = 'new';
  #toldAt: number;

  constructor(options: LegacyStreamOptions) {
    this.#options = options;
    this.#toldAt = options.now();
  }

  async pull(): Promise<string | null> {
    if (this.#state === 'new') {
      this.#state = 'greeting';
      return MULTIPART_BEGIN + multipartPart(firstPayload(this.#options.threadId));
    }
    while (this.#isOpen()) {
      const part = await this.#next().catch((error: unknown) => this.#fail(error));
      if (part !== null) return part;
    }
    return null;
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#options.events.close();
    this.#options.onEnded();
    this.#options.onLeft();
  }

  /** `null` if there is nothing to be told yet, or nobody to be told. */
  async #next(): Promise<string | null> {
    const text = await this.#options.events.pull();
    if (!this.#isOpen()) return null;
    return text === null ? this.#cutOff() : this.#translate(text);
  }

  /** Whoever reads has no way to come back to the run. */
  #fail(error: unknown): string | null {
    if (!this.#isOpen()) return null;
    const end = this.#cutOff();
    this.#options.onFailed(error);
    this.#options.onLeft();
    return end;
  }

  #isOpen(): boolean {
    return this.#state !== 'closed';
  }

  /** The part for a piece of the event stream; `null` if it says nothing that has to be told now. */
  #translate(text: string): string | null {
    const { translator, now } = this.#options;
    const events = this.#sse.push(text);
    for (const { event } of events) translator.take(event);
    const incremental = translator.patches();
    if (translator.ended) return this.#end(incremental);
    const isGreeting = this.#state === 'greeting';
    this.#state = 'open';
    const isKeepAlive = text.startsWith(':') && events.length === 0 && !isGreeting;
    const silent = now() - this.#toldAt >= MAX_SILENCE_MS;
    if (incremental.length === 0 && !isKeepAlive && !silent) return null;
    this.#toldAt = now();
    return incremental.length === 0 ? SIGN_OF_LIFE : multipartPart({ incremental, hasNext: true });
  }

  #cutOff(): string {
    const { translator } = this.#options;
    translator.cutOff();
    return this.#end(translator.patches());
  }

  #end(incremental: readonly unknown[]): string {
    this.#state = 'closed';
    this.#options.events.close();
    this.#options.onEnded();
    return multipartPart({ incremental, hasNext: false }) + MULTIPART_END;
  }
}

function firstPayload(threadId: string): unknown {
  const generateCopilotResponse = {
    __typename: 'CopilotResponse',
    threadId,
    runId: null,
    extensions: null,
    messages: [],
    metaEvents: [],
  };
  return { data: { generateCopilotResponse }, hasNext: true };
}
