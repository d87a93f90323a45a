import type { BaseEvent, Message, ToolCall } from '../ag-ui.js';
import { isObject, mergedMetadata } from './event-fields.js';
import { GrowingText } from './growing-text.js';
import type { TextTarget } from './text-target.js';

/** One tool call of an assistant message while its arguments arrive. */
export class ToolCallEntry implements TextTarget {
  readonly id: string;
  #call: ToolCall;
  readonly #text: GrowingText;
  #stale = false;

  constructor(call: ToolCall) {
    this.id = call.id;
    this.#call = call;
    const text: unknown = call.function.arguments;
    this.#text = new GrowingText(typeof text === 'string' ? text : '');
  }

  get text(): string {
    return this.#text.toString();
  }

  /** Whether {@link toToolCall} would answer something else than the last time. */
  get stale(): boolean {
    return this.#stale;
  }

  append(delta: string): void {
    this.#text.append(delta);
    this.#stale = true;
  }

  assign(fields: Partial<ToolCall>): void {
    this.#call = { ...this.#call, ...fields };
    this.#stale = true;
  }

  annotate(event: BaseEvent): void {
    const metadata = mergedMetadata(this.#call['metadata'], event);
    if (metadata !== null) this.assign({ metadata });
  }

  toToolCall(): ToolCall {
    if (!this.#stale) return this.#call;
    this.#call = { ...this.#call, function: { ...this.#call.function, arguments: this.text } };
    this.#stale = false;
    return this.#call;
  }
}

export function toolCallEntries(message: Message): ToolCallEntry[] {
  const calls: unknown = message.toolCalls;
  if (!Array.isArray(calls)) return [];
  return calls.filter(isToolCall).map((call) => new ToolCallEntry(call));
}

function isToolCall(value: unknown): value is ToolCall {
  return isObject(value) && typeof value['id'] === 'string' && isObject(value['function']);
}
