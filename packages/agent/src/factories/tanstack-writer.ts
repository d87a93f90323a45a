import { isRecord } from '../tools/is-record.js';
import type { EmitEvent } from '../run/agent-event.js';
import { CallIds } from '../run/call-ids.js';
import { toTokenUsage, UsageSum } from '../run/usage.js';
import { encodeResult } from '../tools/encode-result.js';
import { readTanStackUsage } from './tanstack-usage.js';
import { toInterrupt } from './to-interrupt.js';
import type { StreamDetails } from './stream-details.js';
import { TanStackReasoning } from './tanstack-reasoning.js';

const MAX_RESULT_BYTES = 1_048_576;

type Chunk = Readonly<Record<string, unknown>>;

interface ToolCallState {
  /** As clients know the call. */
  readonly id: string;
  readonly name: string;
  ended: boolean;
}

export interface TanStackWriterOptions {
  readonly emit: EmitEvent;
  readonly newId: () => string;
  readonly details: StreamDetails;
  /** Ids of tool calls in the history. */
  readonly takenCallIds: Iterable<string>;
}

/**
 * Makes AG-UI events of what `chat()` of TanStack AI says. Its chunks are AG-UI events already, except
 * that every turn of the model is a run of its own, calls are announced again when their results
 * come, and ids repeat: each turn gets an assistant message of its own here.
 */
export class TanStackWriter {
  readonly #emit: EmitEvent;
  readonly #newId: () => string;
  readonly #details: StreamDetails;
  readonly #reasoning: TanStackReasoning;
  readonly #usage = new UsageSum();
  readonly #callIds: CallIds;
  /** By the ids of the stream. */
  readonly #calls = new Map<string, ToolCallState>();
  #messageId: string;
  #isTextOpen = false;

  constructor({ emit, newId, details, takenCallIds }: TanStackWriterOptions) {
    this.#callIds = new CallIds(takenCallIds, newId);
    this.#emit = emit;
    this.#newId = newId;
    this.#details = details;
    this.#reasoning = new TanStackReasoning(emit, newId);
    this.#messageId = newId();
  }

  /** Throws what a RUN_ERROR chunk tells. */
  write(value: unknown): void {
    if (!isRecord(value) || typeof value['type'] !== 'string') return;
    const { type } = value;
    if (type.startsWith('REASONING_')) return this.#reasoning.write(value);
    this.#reasoning.close();
    if (type.startsWith('TOOL_CALL_')) return this.#writeCall(type, value);
    switch (type) {
      case 'TEXT_MESSAGE_CONTENT':
        return this.#text(value);
      case 'TEXT_MESSAGE_END':
        return this.#endText();
      case 'RUN_STARTED':
        return this.#beginTurn();
      case 'RUN_FINISHED':
        return this.#endTurn(value);
      case 'RUN_ERROR':
        throw failureOf(value);
      case 'CUSTOM':
        return this.#custom(value);
      default:
    }
  }

  /** Ends everything that clients have seen begin. */
  close(): void {
    this.#reasoning.close();
    this.#endText();
    for (const call of this.#calls.values()) this.#endCall(call);
  }

  #beginTurn(): void {
    this.close();
    this.#messageId = this.#newId();
  }

  #endTurn(chunk: Chunk): void {
    this.close();
    const { finishReason, outcome } = chunk;
    if (typeof finishReason === 'string') this.#details.finishReason = finishReason;
    for (const { name, usage } of readTanStackUsage(chunk)) {
      this.#usage.add(toTokenUsage(name, usage));
    }
    this.#details.usage.splice(0, this.#details.usage.length, ...this.#usage.entries());
    const interrupts =
      isRecord(outcome) && outcome['type'] === 'interrupt' ? outcome['interrupts'] : [];
    for (const interrupt of Array.isArray(interrupts) ? interrupts : []) {
      this.#ask(this.#withKnownCall(toInterrupt(interrupt)));
    }
    this.#messageId = this.#newId();
  }

  #text(chunk: Chunk): void {
    const delta = chunk['delta'];
    if (typeof delta !== 'string' || delta === '') return;
    if (!this.#isTextOpen) {
      this.#isTextOpen = true;
      this.#emit({ type: 'TEXT_MESSAGE_START', messageId: this.#messageId, role: 'assistant' });
    }
    this.#emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: this.#messageId, delta });
  }

  #endText(): void {
    if (!this.#isTextOpen) return;
    this.#isTextOpen = false;
    this.#emit({ type: 'TEXT_MESSAGE_END', messageId: this.#messageId });
  }

  #writeCall(type: string, chunk: Chunk): void {
    const toolCallId = chunk['toolCallId'];
    if (typeof toolCallId !== 'string' || toolCallId === '') return;
    this.#endText();
    if (type === 'TOOL_CALL_RESULT') return this.#result(toolCallId, chunk);
    const call = this.#calls.get(toolCallId);
    if (call === undefined) {
      // Arguments and ends of calls that nobody has announced say nothing.
      if (type === 'TOOL_CALL_START') this.#startCall(toolCallId, chunk);
    } else if (type === 'TOOL_CALL_ARGS') {
      this.#arguments(call, chunk['delta']);
    } else if (type === 'TOOL_CALL_END') {
      this.#endCall(call);
    }
  }

  #arguments({ id, ended }: ToolCallState, delta: unknown): void {
    if (ended || typeof delta !== 'string' || delta === '') return;
    this.#emit({ type: 'TOOL_CALL_ARGS', toolCallId: id, delta });
  }

  #startCall(given: string, chunk: Chunk): void {
    const name = chunk['toolCallName'] ?? chunk['toolName'];
    const toolCallName = typeof name === 'string' && name !== '' ? name : 'unknown';
    const id = this.#callIds.open(given);
    this.#calls.set(given, { id, name: toolCallName, ended: false });
    const parentMessageId = this.#messageId;
    this.#emit({ type: 'TOOL_CALL_START', toolCallId: id, toolCallName, parentMessageId });
  }

  #endCall(call: ToolCallState): void {
    if (call.ended) return;
    call.ended = true;
    this.#emit({ type: 'TOOL_CALL_END', toolCallId: call.id });
  }

  #result(given: string, chunk: Chunk): void {
    const call = this.#calls.get(given);
    if (call !== undefined) this.#endCall(call);
    const toolName = call?.name ?? 'unknown';
    const result = chunk['content'] ?? chunk['result'];
    const { content } = encodeResult(result, {
      toolName,
      shape: 'value',
      maxBytes: MAX_RESULT_BYTES,
    });
    const toolCallId = call?.id ?? given;
    const messageId = this.#newId();
    this.#emit({ type: 'TOOL_CALL_RESULT', messageId, toolCallId, role: 'tool', content });
  }

  #custom(chunk: Chunk): void {
    const value = chunk['value'];
    if (chunk['name'] !== 'approval-requested' || !isRecord(value)) return;
    const { toolCallId: given, toolName } = value;
    if (typeof given !== 'string') return;
    const toolCallId = this.#callIds.find(given) ?? given;
    this.#ask({
      id: toolCallId,
      toolCallId,
      reason: 'tool_approval',
      message: `Approve "${String(toolName)}"?`,
      metadata: { toolName },
    });
  }

  /** With the id by which clients know the call that it is about. */
  #withKnownCall(interrupt: ReturnType<typeof toInterrupt>): ReturnType<typeof toInterrupt> {
    const given = interrupt?.toolCallId;
    if (interrupt === undefined || typeof given !== 'string') return interrupt;
    const toolCallId = this.#callIds.find(given) ?? given;
    return { ...interrupt, id: interrupt.id === given ? toolCallId : interrupt.id, toolCallId };
  }

  #ask(interrupt: ReturnType<typeof toInterrupt>): void {
    const { interrupts } = this.#details;
    if (interrupt !== undefined && !interrupts.some(({ id }) => id === interrupt.id)) {
      interrupts.push(interrupt);
    }
  }
}

function failureOf(chunk: Chunk): Error {
  const nested = isRecord(chunk['error']) ? chunk['error']['message'] : undefined;
  const message = chunk['message'] ?? nested;
  return new Error(typeof message === 'string' ? message : 'TanStack AI reported a failed run');
}
