import type { BaseEvent, Message, ToolCall } from '../ag-ui.js';
import { mergedMetadata } from './event-fields.js';
import { GrowingText } from './growing-text.js';
import type { TextTarget } from './text-target.js';
import { ToolCallEntry, toolCallEntries } from './tool-call-entry.js';

/**
 * One message while it is being put together. Appending costs the same however long it has become:
 * the message object is made when somebody reads it.
 */
export class MessageEntry implements TextTarget {
  readonly id: string;
  #message: Message;
  /** The content once a delta was appended; until then it is in the message. */
  #text: GrowingText | null = null;
  readonly #calls: ToolCallEntry[];
  #stale = false;

  constructor(message: Message) {
    this.id = message.id;
    this.#message = message;
    this.#calls = toolCallEntries(message);
  }

  get role(): string {
    return this.#message.role;
  }

  get content(): unknown {
    return this.#text?.toString() ?? this.#message.content;
  }

  get calls(): readonly ToolCallEntry[] {
    return this.#calls;
  }

  get text(): string {
    const content = this.content;
    return typeof content === 'string' ? content : '';
  }

  append(delta: string): void {
    if (this.#text === null) {
      const { content } = this.#message;
      // Content made of parts has no end that text could be appended to.
      if (content !== undefined && content !== null && typeof content !== 'string') return;
      this.#text = new GrowingText(content ?? '');
    }
    this.#text.append(delta);
    this.#stale = true;
  }

  addCall(call: ToolCall): ToolCallEntry {
    const entry = new ToolCallEntry(call);
    this.#calls.push(entry);
    this.#stale = true;
    return entry;
  }

  assign(fields: Partial<Message>): void {
    this.#message = { ...this.toMessage(), ...fields };
    if ('content' in fields) this.#text = null;
  }

  annotate(event: BaseEvent): void {
    const metadata = mergedMetadata(this.#message['metadata'], event);
    if (metadata !== null) this.assign({ metadata });
  }

  toMessage(): Message {
    if (!this.#stale && !this.#calls.some((call) => call.stale)) return this.#message;
    const toolCalls = this.#calls.map((call) => call.toToolCall());
    this.#message = {
      ...this.#message,
      ...(this.#text === null ? null : { content: this.#text.toString() }),
      ...(toolCalls.length === 0 ? null : { toolCalls }),
    };
    this.#stale = false;
    return this.#message;
  }
}
