/** What a paced run is asked for, as the JSON text of its last message. */
export interface Pace {
  readonly events: number;
  /** Milliseconds between two events; 0 emits them 16 at a turn. */
  readonly everyMs: number;
  /** Custom events in place of text: compaction can merge none of them. */
  readonly unmergeable?: boolean;
}

interface Subscriber {
  onEvent(params: { readonly event: Record<string, unknown> }): void;
}

interface Input {
  readonly threadId: string;
  readonly runId: string;
  readonly messages: readonly { readonly content?: unknown }[];
}

/** Emits one text message at a steady pace; each delta is the moment at which it was emitted. */
export class PacedAgent {
  #stopped = false;

  clone(): PacedAgent {
    return new PacedAgent();
  }

  abortRun(): void {
    this.#stopped = true;
  }

  async runAgent({ threadId, runId, messages }: Input, subscriber: Subscriber): Promise<void> {
    const pace = JSON.parse(String(messages.at(-1)?.content)) as Pace;
    const messageId = `${runId}-answer`;
    const emit = (event: Record<string, unknown>): void => subscriber.onEvent({ event });
    emit({ type: 'RUN_STARTED', threadId, runId });
    emit({ type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' });
    await this.#emitDeltas(pace, () => {
      const delta = `${performance.now().toFixed(3)} `;
      if (pace.unmergeable) emit({ type: 'CUSTOM', name: 'progress', value: { at: delta } });
      else emit({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta });
    });
    emit({ type: 'TEXT_MESSAGE_END', messageId });
    emit({ type: 'RUN_FINISHED', threadId, runId });
  }

  async #emitDeltas({ events, everyMs }: Pace, emit: () => void): Promise<void> {
    const startedAt = performance.now() + Math.random() * everyMs;
    for (let sent = 0; sent < events && !this.#stopped; sent += 1) {
      const dueIn = startedAt + sent * everyMs - performance.now();
      if (everyMs > 0 && dueIn > 0) await new Promise((resolve) => setTimeout(resolve, dueIn));
      else if (sent % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
      emit();
    }
  }
}
