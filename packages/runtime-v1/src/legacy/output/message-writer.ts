import type { Message } from '@flightdeck/core';
import { toLegacyCallId } from '../legacy-ids.js';
import type { MessageSlot, PatchList, Status } from './patch-list.js';
import { MESSAGE_SUCCESS } from './status.js';

export interface MessageWriterOptions {
  readonly patches: PatchList;
  /** Names of the tools that the client runs. */
  readonly frontendTools: ReadonlySet<string>;
  readonly createdAt: () => string;
  /** What the client has already. */
  readonly history: readonly Message[];
}

export interface CallStart {
  readonly id: string;
  readonly name: string;
  readonly parentMessageId: string | undefined;
}

export interface CallResult {
  readonly messageId: string;
  readonly callId: string;
  readonly content: string;
}

interface OpenMessage {
  readonly slot: MessageSlot;
  readonly field: 'content' | 'arguments';
}

/** A call for the page that has to wait, with what is known of it so far. */
interface HeldCall {
  readonly start: CallStart;
  text: string;
  end: Status | null;
}

interface KnownCall {
  readonly legacyId: string;
  readonly name: string;
}

/** Of texts; whatever an agent calls itself else, it is the assistant to these clients. */
const ROLES: ReadonlySet<string> = new Set(['user', 'assistant', 'system', 'developer']);

/** Writes the messages of an answer: texts and calls as they grow, results at once. What has no id is left out. */
export class MessageWriter {
  readonly #options: MessageWriterOptions;
  /** Roles of texts of which nothing has been said yet: an empty one is not shown. */
  readonly #announced = new Map<string, string>();
  readonly #slots = new Map<string, OpenMessage>();
  readonly #open = new Set<OpenMessage>();
  readonly #calls = new Map<string, KnownCall>();
  /** Calls that the server runs and has not answered yet. */
  readonly #unanswered = new Set<string>();
  /** Clients of 1.5 run what is called last, and nothing once a result comes behind it. */
  readonly #held = new Map<string, HeldCall>();
  /** Of messages and calls that the client has. */
  readonly #ids = new Set<string>();
  /** Calls whose results the client has brought, and those whose results it has been told. */
  readonly #answeredBefore = new Set<string>();
  readonly #answered = new Set<string>();

  constructor(options: MessageWriterOptions) {
    this.#options = options;
    for (const message of options.history) this.#know(message);
  }

  /** Whether the client has a message, or a call, of this id. */
  has(id: string): boolean {
    return this.#ids.has(id);
  }

  hasResultOf(callId: string): boolean {
    return this.#answered.has(callId) || this.#answeredBefore.has(callId);
  }

  startText(id: string, role: string): void {
    if (this.#slots.has(textKey(id))) return;
    this.#announced.set(id, ROLES.has(role) ? role : 'assistant');
  }

  appendText(id: string, text: string): void {
    if (id === '' || text === '') return;
    const known = this.#slots.get(textKey(id));
    const open = known ?? this.#writeText(id, this.#announced.get(id) ?? 'assistant');
    open.slot.append(open.field, text);
  }

  endText(id: string, status: Status = MESSAGE_SUCCESS): void {
    this.#announced.delete(id);
    this.#end(textKey(id), status);
  }

  startCall(call: CallStart): void {
    const key = callKey(call.id);
    if (call.id === '' || call.name === '') return;
    if (this.#slots.has(key) || this.#held.has(key)) return;
    this.#knowCall(call);
    // Some models number the calls of each turn from the beginning.
    this.#answeredBefore.delete(call.id);
    const isForPage = this.#options.frontendTools.has(call.name);
    if (!isForPage) this.#unanswered.add(call.id);
    if (!isForPage || this.#unanswered.size === 0) this.#writeCall(call);
    else this.#held.set(key, { start: call, text: '', end: null });
  }

  #writeCall(call: CallStart): void {
    const { patches, frontendTools, createdAt } = this.#options;
    const slot = patches.addMessage({
      __typename: 'ActionExecutionMessageOutput',
      id: toLegacyCallId(call.id, call.parentMessageId),
      createdAt: createdAt(),
      name: call.name,
      arguments: [],
      parentMessageId: call.parentMessageId ?? null,
      scope: frontendTools.has(call.name) ? 'client' : 'server',
    });
    this.#keep(callKey(call.id), { slot, field: 'arguments' });
  }

  appendArguments(id: string, text: string): void {
    if (text === '') return;
    const held = this.#held.get(callKey(id));
    if (held !== undefined) held.text += text;
    const open = this.#slots.get(callKey(id));
    open?.slot.append(open.field, text);
  }

  endCall(id: string, status: Status = MESSAGE_SUCCESS): void {
    this.#end(callKey(id), status);
  }

  addResult({ messageId, callId, content }: CallResult): void {
    if (callId === '' || this.hasResultOf(callId)) return;
    this.#release(callKey(callId));
    const id = this.#ids.has(messageId) || messageId === '' ? `result-${callId}` : messageId;
    this.#ids.add(id);
    this.#answered.add(callId);
    this.endCall(callId);
    const call = this.#calls.get(callId);
    const slot = this.#options.patches.addMessage({
      __typename: 'ResultMessageOutput',
      id,
      createdAt: this.#options.createdAt(),
      actionExecutionId: call?.legacyId ?? callId,
      actionName: call?.name ?? '',
      result: content,
    });
    slot.end(MESSAGE_SUCCESS);
    this.#unanswered.delete(callId);
    if (this.#unanswered.size === 0) this.#releaseAll();
  }

  /** Ends whatever is still open. */
  endAll(status: Status): void {
    this.#releaseAll();
    for (const { slot } of this.#open) slot.end(status);
    this.#open.clear();
    this.#announced.clear();
  }

  #releaseAll(): void {
    for (const key of this.#held.keys()) this.#release(key);
  }

  #release(key: string): void {
    const held = this.#held.get(key);
    if (held === undefined) return;
    this.#held.delete(key);
    this.#writeCall(held.start);
    this.appendArguments(held.start.id, held.text);
    if (held.end !== null) this.#end(key, held.end);
  }

  #know({ id, role, toolCalls = [], toolCallId }: Message): void {
    this.#ids.add(id);
    if (role === 'tool' && toolCallId !== undefined) this.#answeredBefore.add(toolCallId);
    for (const { id: callId, function: call } of toolCalls) {
      this.#knowCall({ id: callId, name: call.name, parentMessageId: id });
    }
  }

  #knowCall({ id, name, parentMessageId }: CallStart): void {
    this.#ids.add(id);
    this.#calls.set(id, { legacyId: toLegacyCallId(id, parentMessageId), name });
  }

  #writeText(id: string, role: string): OpenMessage {
    this.#announced.delete(id);
    this.#ids.add(id);
    const { patches, createdAt } = this.#options;
    const slot = patches.addMessage({
      __typename: 'TextMessageOutput',
      id,
      createdAt: createdAt(),
      content: [],
      role,
      parentMessageId: null,
    });
    return this.#keep(textKey(id), { slot, field: 'content' });
  }

  #keep(key: string, message: OpenMessage): OpenMessage {
    this.#slots.set(key, message);
    this.#open.add(message);
    return message;
  }

  #end(key: string, status: Status): void {
    const held = this.#held.get(key);
    if (held !== undefined) held.end = status;
    const message = this.#slots.get(key);
    if (message === undefined || !this.#open.delete(message)) return;
    message.slot.end(status);
  }
}

// Texts and calls have ids of their own kind, which may be the same.
function textKey(id: string): string {
  return `text:${id}`;
}

function callKey(id: string): string {
  return `call:${id}`;
}
