import { isRecord } from '../tools/is-record.js';
import type { EmitEvent } from '../run/agent-event.js';
import { toTokenUsage, UsageSum } from '../run/usage.js';
import { encodeResult } from '../tools/encode-result.js';
import { readTanStackUsage } from './tanstack-usage.js';
import { toInterrupt } from './to-interrupt.js';
import type { StreamDetails } from './stream-details.js';
import { TanStackReasoning } from './tanstack-reasoning.js';

const MAX_RESULT_BYTES = 1_048_576;

type Chunk = Readonly<Record<string, unknown>>;

interface ToolCallState {
  name: string;
  ended: boolean;
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
  readonly #calls = new Map<string, ToolCallState>();
  #messageId: string;
  #isTextOpen = false;

  constructor(emit: EmitEvent, newId: () => string, details: StreamDetails) {
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
    for (const [toolCallId, call] of this.#calls) this.#endCall(toolCallId, call);
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
      this.#ask(toInterrupt(interrupt));
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
      this.#arguments(toolCallId, call, chunk['delta']);
    } else if (type === 'TOOL_CALL_END') {
      this.#endCall(toolCallId, call);
    }
  }

  #arguments(toolCallId: string, call: ToolCallState, delta: unknown): void {
    if (call.ended || typeof delta !== 'string' || delta === '') return;
    this.#emit({ type: 'TOOL_CALL_ARGS', toolCallId, delta });
  }

  #startCall(toolCallId: string, chunk: Chunk): void {
    const name = chunk['toolCallName'] ?? chunk['toolName'];
    const toolCallName = typeof name === 'string' && name !== '' ? name : 'unknown';
    this.#calls.set(toolCallId, { name: toolCallName, ended: false });
    const parentMessageId = this.#messageId;
    this.#emit({ type: 'TOOL_CALL_START', toolCallId, toolCallName, parentMessageId });
  }

  #endCall(toolCallId: string, call: ToolCallState): void {
    if (call.ended) return;
    call.ended = true;
    this.#emit({ type: 'TOOL_CALL_END', toolCallId });
  }

  #result(toolCallId: string, chunk: Chunk): void {
    const call = this.#calls.get(toolCallId);
    if (call !== undefined) this.#endCall(toolCallId, call);
    const toolName = call?.name ?? 'unknown';
    const result = chunk['content'] ?? chunk['result'];
    const { content } = encodeResult(result, {
      toolName,
      shape: 'value',
      maxBytes: MAX_RESULT_BYTES,
    });
    const messageId = this.#newId();
    this.#emit({ type: 'TOOL_CALL_RESULT', messageId, toolCallId, role: 'tool', content });
  }

  #custom(chunk: Chunk): void {
    const value = chunk['value'];
    if (chunk['name'] !== 'approval-requested' || !isRecord(value)) return;
    const { toolCallId, toolName } = value;
    if (typeof toolCallId !== 'string') return;
    this.#ask({
      id: toolCallId,
      toolCallId,
      reason: 'tool_approval',
      message: `Approve "${String(toolName)}"?`,
      metadata: { toolName },
    });
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
