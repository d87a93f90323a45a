import type { EmitEvent } from '../run/agent-event.js';

type Chunk = Readonly<Record<string, unknown>>;

/**
 * The reasoning of TanStack AI, whose adapters leave out one or the other level: a span holds
 * messages, a message holds the text. What is missing is told, with ids of its own, as adapters
 * repeat theirs.
 */
export class TanStackReasoning {
  readonly #emit: EmitEvent;
  readonly #newId: () => string;
  #spanId: string | undefined;
  #messageId: string | undefined;

  constructor(emit: EmitEvent, newId: () => string) {
    this.#emit = emit;
    this.#newId = newId;
  }

  write(chunk: Chunk): void {
    switch (chunk['type']) {
      case 'REASONING_START':
        return this.#open();
      case 'REASONING_MESSAGE_START':
        this.#closeMessage();
        return this.#open();
      case 'REASONING_MESSAGE_CONTENT':
        return this.#content(chunk['delta']);
      case 'REASONING_MESSAGE_END':
        return this.#closeMessage();
      case 'REASONING_END':
        return this.close();
      default:
    }
  }

  /** Ends what is open, the message before its span. */
  close(): void {
    this.#closeMessage();
    if (this.#spanId === undefined) return;
    this.#emit({ type: 'REASONING_END', messageId: this.#spanId });
    this.#spanId = undefined;
  }

  #open(): void {
    if (this.#spanId !== undefined) return;
    this.#spanId = this.#newId();
    this.#emit({ type: 'REASONING_START', messageId: this.#spanId });
  }

  /** A message begins with its first text: clients show empty ones. */
  #content(delta: unknown): void {
    if (typeof delta !== 'string' || delta === '') return;
    this.#open();
    if (this.#messageId === undefined) {
      this.#messageId = this.#newId();
      const messageId = this.#messageId;
      this.#emit({ type: 'REASONING_MESSAGE_START', messageId, role: 'reasoning' });
    }
    this.#emit({ type: 'REASONING_MESSAGE_CONTENT', messageId: this.#messageId, delta });
  }

  #closeMessage(): void {
    if (this.#messageId === undefined) return;
    this.#emit({ type: 'REASONING_MESSAGE_END', messageId: this.#messageId });
    this.#messageId = undefined;
  }
}
