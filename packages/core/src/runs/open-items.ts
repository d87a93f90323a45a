import type { BaseEvent } from '@flightdeck/store';
import type { Tag } from './event-owners.js';

export interface OpenCall {
  readonly name: string;
  readonly tag: Tag;
  /** Opened by a chunk event: clients write its END. */
  readonly chunked: boolean;
  /** All of its arguments are known. */
  ended: boolean;
  answered: boolean;
}

export interface OpenStep {
  readonly stepName: string;
  readonly tag: Tag;
}

/** What is to become of the calls and subagents that a run leaves open. */
export interface ClosingPolicy {
  /** The content of a result to write for a call that has none, or `null` to write no result. */
  readonly callResult: (call: OpenCall) => string | null;
  /** The event that ends a subagent, without its id. */
  readonly subagentEnd: BaseEvent;
}

/**
 * What a run has begun and not ended. Clients from 0.0.57 to 1.0.0 refuse RUN_FINISHED while
 * something is open; all of them accept RUN_ERROR at any time.
 */
export class OpenItems {
  readonly texts = new Set<string>();
  /** Calls that lack their END or their result. */
  readonly calls = new Map<string, OpenCall>();
  readonly reasoningMessages = new Set<string>();
  readonly reasoningSpans = new Set<string>();
  readonly steps = new Map<string, OpenStep>();
  readonly subagents = new Set<string>();
  /** The deprecated THINKING events carry no ids: there is one of each at most. */
  thinking = false;
  thinkingMessage = false;

  /** Whether a call is between its START and its END. */
  takesArguments(id: string): boolean {
    const call = this.calls.get(id);
    return call !== undefined && !call.ended && !call.chunked;
  }

  endCall(id: string): void {
    const call = this.calls.get(id);
    if (call === undefined) return;
    call.ended = true;
    if (call.answered) this.calls.delete(id);
  }

  answerCall(id: string): void {
    const call = this.calls.get(id);
    if (call === undefined) return;
    call.answered = true;
    if (call.ended) this.calls.delete(id);
  }

  /** Takes back what an event has opened. */
  forget(event: BaseEvent): void {
    const { type, messageId, toolCallId, subagentRunId } = event;
    if (type === 'TEXT_MESSAGE_START') this.texts.delete(String(messageId));
    if (type === 'REASONING_MESSAGE_START') this.reasoningMessages.delete(String(messageId));
    if (type === 'REASONING_START') this.reasoningSpans.delete(String(messageId));
    if (type === 'TOOL_CALL_START') this.calls.delete(String(toolCallId));
    if (type === 'SUBAGENT_STARTED') this.subagents.delete(String(subagentRunId));
    if (type === 'STEP_STARTED') this.#forgetStep(String(event.stepName));
  }

  #forgetStep(stepName: string): void {
    for (const [key, step] of this.steps) {
      if (step.stepName === stepName) this.steps.delete(key);
    }
  }

  /** The events that end everything, in an order that all clients accept; nothing is open afterwards. */
  close(policy: ClosingPolicy): BaseEvent[] {
    if (this.#isEmpty) return [];
    const closers = [
      ...ends('TEXT_MESSAGE_END', this.texts),
      ...this.#callClosers(policy),
      ...(this.thinkingMessage ? [{ type: 'THINKING_TEXT_MESSAGE_END' }] : []),
      ...(this.thinking ? [{ type: 'THINKING_END' }] : []),
      ...ends('REASONING_MESSAGE_END', this.reasoningMessages),
      ...ends('REASONING_END', this.reasoningSpans),
      // The innermost first.
      ...[...this.steps.values()]
        .reverse()
        .map(({ stepName, tag }) => tagged({ type: 'STEP_FINISHED', stepName }, tag)),
      ...[...this.subagents]
        .reverse()
        .map((subagentRunId) => ({ ...policy.subagentEnd, subagentRunId })),
    ];
    this.#clear();
    return closers;
  }

  get #isEmpty(): boolean {
    const { texts, calls, reasoningMessages, reasoningSpans, steps, subagents } = this;
    const items = texts.size + calls.size + reasoningMessages.size + reasoningSpans.size;
    return items + steps.size + subagents.size === 0 && !this.thinking && !this.thinkingMessage;
  }

  *#callClosers(policy: ClosingPolicy): Generator<BaseEvent> {
    for (const [toolCallId, call] of this.calls) {
      const { tag, ended, chunked, answered } = call;
      if (!ended && !chunked) yield { type: 'TOOL_CALL_END', toolCallId };
      const content = answered ? null : policy.callResult(call);
      if (content === null) continue;
      const messageId = `${toolCallId}-result`;
      yield tagged({ type: 'TOOL_CALL_RESULT', toolCallId, messageId, role: 'tool', content }, tag);
    }
  }

  #clear(): void {
    for (const items of [this.texts, this.calls, this.reasoningMessages, this.reasoningSpans]) {
      items.clear();
    }
    this.steps.clear();
    this.subagents.clear();
    this.thinking = false;
    this.thinkingMessage = false;
  }
}

/** Without a subagent, which clients accept from everybody: an item may have changed hands meanwhile. */
function ends(type: string, messageIds: ReadonlySet<string>): BaseEvent[] {
  return [...messageIds].map((messageId) => ({ type, messageId }));
}

function tagged(event: BaseEvent, tag: Tag): BaseEvent {
  return tag === undefined ? event : { ...event, subagentRunId: tag };
}
