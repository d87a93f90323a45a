import type { ProviderOptions } from '../model/prompt.js';
import type { AgentEvent } from './agent-event.js';
import { isTelling } from './merge-metadata.js';
import type { StepScope } from './step-scope.js';
import { extend, type OpenBlock } from './step-transcript.js';

/** The events of one kind of block. */
interface BlockEvents {
  readonly type: OpenBlock['type'];
  readonly start: (messageId: string) => readonly AgentEvent[];
  readonly content: string;
  readonly end: (messageId: string) => readonly AgentEvent[];
}

interface Writing {
  readonly block: OpenBlock;
  /** Absent until there is something to show. */
  messageId?: string;
}

const TEXT: BlockEvents = {
  type: 'text',
  start: (messageId) => [{ type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' }],
  content: 'TEXT_MESSAGE_CONTENT',
  end: (messageId) => [{ type: 'TEXT_MESSAGE_END', messageId }],
};

const REASONING: BlockEvents = {
  type: 'reasoning',
  start: (messageId) => [
    { type: 'REASONING_START', messageId },
    { type: 'REASONING_MESSAGE_START', messageId, role: 'reasoning' },
  ],
  content: 'REASONING_MESSAGE_CONTENT',
  end: (messageId) => [
    { type: 'REASONING_MESSAGE_END', messageId },
    { type: 'REASONING_END', messageId },
  ],
};

/**
 * Texts or reasonings of one step as AG-UI messages, each block by its own id: providers write
 * several at a time (agent.md 18.3, D12). A message starts with its first words, so that none is
 * empty, and has an id of its own, because providers reuse theirs (D3).
 */
export class BlockWriter {
  readonly #scope: StepScope;
  readonly #events: BlockEvents;
  readonly #shown: boolean;
  readonly #nextId: () => string;
  readonly #open = new Map<string, Writing>();

  private constructor(
    scope: StepScope,
    events: BlockEvents,
    { shown, nextId }: { readonly shown: boolean; readonly nextId: () => string },
  ) {
    this.#scope = scope;
    this.#events = events;
    this.#shown = shown;
    this.#nextId = nextId;
  }

  /** The first text is the step's own message, which its tool calls have as parent. */
  static ofText(scope: StepScope): BlockWriter {
    let first = true;
    const nextId = (): string => {
      const id = first ? scope.messageId : scope.newId();
      first = false;
      return id;
    };
    return new BlockWriter(scope, TEXT, { shown: true, nextId });
  }

  static ofReasoning(scope: StepScope): BlockWriter {
    return new BlockWriter(scope, REASONING, { shown: scope.showReasoning, nextId: scope.newId });
  }

  start(id: string, metadata: ProviderOptions | undefined): void {
    if (this.#open.has(id)) this.end(id, undefined);
    const block = this.#scope.transcript.begin(this.#events.type, metadata);
    this.#open.set(id, { block });
  }

  /** A delta of a block that is not open begins another one. */
  delta(id: string, delta: string, metadata: ProviderOptions | undefined): void {
    if (!this.#open.has(id)) this.start(id, undefined);
    const writing = this.#open.get(id);
    if (writing === undefined) return;
    extend(writing.block, delta, metadata);
    if (delta === '' || !this.#shown) return;
    const messageId = this.#message(writing);
    this.#scope.emit({ type: this.#events.content, messageId, delta });
  }

  end(id: string, metadata: ProviderOptions | undefined): void {
    const writing = this.#open.get(id);
    if (writing === undefined) return;
    this.#open.delete(id);
    extend(writing.block, '', metadata);
    const sealed = this.#sealed(writing);
    // A reasoning without words may still be one that the provider wants to see again.
    if (sealed !== undefined && this.#events.type === 'reasoning') this.#message(writing);
    this.#close(writing);
    if (sealed === undefined || writing.messageId === undefined) return;
    this.#scope.emit({
      type: 'REASONING_ENCRYPTED_VALUE',
      subtype: 'message',
      entityId: writing.messageId,
      encryptedValue: sealed,
    });
  }

  /** Ends every block as if the provider had done it. */
  finish(): void {
    for (const id of this.#open.keys()) this.end(id, undefined);
  }

  /** Ends every message that clients have seen begin; what is half said is not sealed. */
  abandon(): void {
    for (const writing of this.#open.values()) this.#close(writing);
    this.#open.clear();
  }

  #message(writing: Writing): string {
    if (writing.messageId !== undefined) return writing.messageId;
    const messageId = this.#nextId();
    writing.messageId = messageId;
    for (const event of this.#events.start(messageId)) this.#scope.emit(event);
    return messageId;
  }

  #close({ messageId }: Writing): void {
    if (messageId === undefined) return;
    for (const event of this.#events.end(messageId)) this.#scope.emit(event);
  }

  #sealed({ block: { type, metadata }, messageId }: Writing): string | undefined {
    if (!this.#shown) return undefined;
    if (isTelling(metadata)) return this.#scope.seal(metadata);
    return type === 'reasoning' && messageId !== undefined ? this.#scope.sealBare() : undefined;
  }
}
