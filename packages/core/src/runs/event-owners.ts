import type { BaseEvent, Message } from '@flightdeck/store';
import { without } from './field-rules.js';

/** The subagent that an event is attributed to; `undefined` for the agent itself. */
export type Tag = string | undefined;

/** An id is unique only among items of one kind. */
export type OwnedKind = 'message' | 'toolCall' | 'reasoning' | 'activity';

export function tagOf(item: BaseEvent | Message): Tag {
  return typeof item.subagentRunId === 'string' ? item.subagentRunId : undefined;
}

/**
 * Who produces which item. From 0.0.59 on, clients reject an event whose subagent is another one
 * than that of the item it continues, also long after the item's end. An event without a subagent
 * agrees with every owner: taking a contradicting tag away makes the event acceptable.
 */
export class EventOwners {
  readonly #owners: Readonly<Record<OwnedKind, Map<string, Tag>>> = {
    message: new Map(),
    toolCall: new Map(),
    reasoning: new Map(),
    activity: new Map(),
  };
  #history: readonly Message[];

  /** @param history the messages that clients learn from RUN_STARTED */
  constructor(history: readonly Message[]) {
    this.#history = history;
    if (history.some((message) => tagOf(message) !== undefined)) this.#learnHistory();
  }

  /** An event that opens an item: the first one to name it makes it its own. */
  claim(kind: OwnedKind, id: string, event: BaseEvent): BaseEvent {
    const agreed = this.follow(kind, id, event);
    const owners = this.#owners[kind];
    if (!owners.has(id)) owners.set(id, tagOf(agreed));
    return agreed;
  }

  /** An event that continues an item. */
  follow(kind: OwnedKind, id: string, event: BaseEvent): BaseEvent {
    const tag = tagOf(event);
    if (tag === undefined) return event;
    this.#learnHistory();
    const owners = this.#owners[kind];
    return owners.has(id) && owners.get(id) !== tag ? without(event, 'subagentRunId') : event;
  }

  /** An event that opens a tool call, which belongs to whom its message belongs to. */
  claimCall(id: string, event: BaseEvent): BaseEvent {
    const { message: messages, toolCall: calls } = this.#owners;
    const parent = typeof event.parentMessageId === 'string' ? event.parentMessageId : null;
    const fitting = parent === null ? event : this.follow('message', parent, event);
    const agreed = this.follow('toolCall', id, fitting);
    const inherits = parent !== null && tagOf(agreed) === undefined && messages.has(parent);
    const owner = inherits ? messages.get(parent) : tagOf(agreed);
    if (!calls.has(id)) calls.set(id, owner);
    return inherits && owner !== calls.get(id) ? without(agreed, 'parentMessageId') : agreed;
  }

  /** A tool result makes its message anew, whoever had it before. */
  claimResult(messageId: string, event: BaseEvent): BaseEvent {
    this.#owners.message.set(messageId, tagOf(event));
    return event;
  }

  /** An activity snapshot makes the activity anew, unless it says not to replace one. */
  claimActivity(messageId: string, event: BaseEvent): BaseEvent {
    const owners = this.#owners.activity;
    if (tagOf(event) !== undefined) this.#learnHistory();
    if (!owners.has(messageId) || event.replace !== false) owners.set(messageId, tagOf(event));
    return event;
  }

  /** An encrypted value belongs to a tool call, or to a message of either kind. */
  followEncrypted(entityId: string, event: BaseEvent): BaseEvent {
    if (event.subtype === 'tool-call') return this.follow('toolCall', entityId, event);
    const agreed = this.follow('message', entityId, event);
    return this.#owners.message.has(entityId) ? agreed : this.follow('reasoning', entityId, agreed);
  }

  /** A snapshot restates all messages, and with them who produced them. */
  replaceAll(messages: readonly Message[]): void {
    this.#learnHistory();
    for (const message of messages) this.#learn(message, true);
  }

  /** Put off until something is attributed at all, because most runs attribute nothing. */
  #learnHistory(): void {
    const history = this.#history;
    if (history.length === 0) return;
    this.#history = [];
    for (const message of history) this.#learn(message, false);
  }

  #learn(message: Message, restated: boolean): void {
    const { role } = message;
    const owners = this.#owners[role === 'reasoning' || role === 'activity' ? role : 'message'];
    if (restated || !owners.has(message.id)) owners.set(message.id, tagOf(message));
    if (role !== 'assistant') return;
    const calls = this.#owners.toolCall;
    for (const { id } of message.toolCalls ?? []) {
      if (restated || !calls.has(id)) calls.set(id, tagOf(message));
    }
  }
}
