import { isRecord } from '../json/is-record.js';
import type { AguiEvent } from '../run-middleware.js';

/** A tool call that nobody has answered. */
export interface OpenCall {
  readonly toolCallId: string;
  readonly name: string;
  /** The arguments as they were written. */
  readonly argumentsText: string;
  /** Whether the agent has said that they are complete. */
  readonly ended: boolean;
}

interface GrowingCall {
  readonly toolCallId: string;
  readonly name: string;
  readonly parts: string[];
  ended: boolean;
}

/** Keeps the calls of certain tools that are without a result, and nothing else of a run. */
export class OpenCalls {
  readonly #isWatched: (toolName: string) => boolean;
  /** Calls of earlier runs, which somebody else is to answer. */
  readonly #before: ReadonlySet<string>;
  readonly #open = new Map<string, GrowingCall>();
  readonly #answered = new Set<string>();
  /** Chunks after the first need not say whose they are. */
  #chunked: string | null = null;

  constructor(isWatched: (toolName: string) => boolean, messages: readonly unknown[]) {
    this.#isWatched = isWatched;
    this.#before = new Set(messages.flatMap(callsOf).map(({ toolCallId }) => toolCallId));
  }

  get size(): number {
    return this.#open.size;
  }

  /** In the order in which they were made. */
  list(): readonly OpenCall[] {
    return [...this.#open.values()].map(({ parts, ...call }) => ({
      ...call,
      argumentsText: parts.join(''),
    }));
  }

  observe(event: AguiEvent): void {
    const { type, delta } = event;
    switch (type) {
      case 'TOOL_CALL_START':
        this.#start(event.toolCallId, event.toolCallName);
        break;
      case 'TOOL_CALL_CHUNK':
        this.#chunk(event);
        break;
      case 'TOOL_CALL_ARGS':
        if (typeof delta === 'string') this.#find(event.toolCallId)?.parts.push(delta);
        break;
      case 'TOOL_CALL_END':
        this.#end(event.toolCallId);
        break;
      case 'TOOL_CALL_RESULT':
        this.#answer(event.toolCallId);
        break;
      case 'MESSAGES_SNAPSHOT':
        if (Array.isArray(event.messages)) this.#snapshot(event.messages);
        break;
      default:
    }
  }

  #find(toolCallId: unknown): GrowingCall | undefined {
    return typeof toolCallId === 'string' ? this.#open.get(toolCallId) : undefined;
  }

  #start(toolCallId: unknown, name: unknown): void {
    if (typeof toolCallId !== 'string' || typeof name !== 'string') return;
    if (!this.#isWatched(name) || this.#open.has(toolCallId)) return;
    this.#answered.delete(toolCallId);
    this.#open.set(toolCallId, { toolCallId, name, parts: [], ended: false });
  }

  #chunk({ toolCallId, toolCallName, delta }: AguiEvent): void {
    if (typeof toolCallId === 'string') {
      this.#chunked = toolCallId;
      this.#start(toolCallId, toolCallName);
    }
    const call = this.#find(this.#chunked);
    if (call === undefined) return;
    if (typeof delta === 'string') call.parts.push(delta);
    // What follows the last chunk ends it.
    call.ended = true;
  }

  #end(toolCallId: unknown): void {
    const call = this.#find(toolCallId);
    if (call !== undefined) call.ended = true;
  }

  /** Agents that tell the whole conversation may have made calls without an event for each. */
  #snapshot(messages: readonly unknown[]): void {
    for (const { role, toolCallId } of messages.filter(isRecord)) {
      if (role === 'tool') this.#answer(toolCallId);
    }
    for (const { toolCallId, name, argumentsText } of messages.flatMap(callsOf)) {
      if (this.#before.has(toolCallId) || !this.#isWatched(name)) continue;
      if (this.#answered.has(toolCallId)) continue;
      this.#open.set(toolCallId, { toolCallId, name, parts: [argumentsText], ended: true });
    }
  }

  #answer(toolCallId: unknown): void {
    if (typeof toolCallId !== 'string') return;
    this.#open.delete(toolCallId);
    this.#answered.add(toolCallId);
  }
}

function callsOf(message: unknown): OpenCall[] {
  if (!isRecord(message) || !Array.isArray(message.toolCalls)) return [];
  return message.toolCalls.filter(isRecord).flatMap(({ id, function: called }) => {
    if (typeof id !== 'string' || !isRecord(called) || typeof called.name !== 'string') return [];
    const argumentsText = typeof called.arguments === 'string' ? called.arguments : '';
    return [{ toolCallId: id, name: called.name, argumentsText, ended: true }];
  });
}
