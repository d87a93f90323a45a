import type { Message } from '../ag-ui.js';
import { MessageEntry } from './message-entry.js';
import type { ToolCallEntry } from './tool-call-entry.js';

interface CallPlace {
  readonly owner: MessageEntry;
  readonly call: ToolCallEntry;
}

/** The messages of a conversation in order, found by their ids and by the ids of their tool calls. */
export class MessageList {
  #entries: MessageEntry[] = [];
  #byId = new Map<string, MessageEntry>();
  #calls = new Map<string, CallPlace>();
  #read: readonly Message[] | null = null;

  /** The list as it stands now; the same array as long as nothing changes. */
  toArray(): readonly Message[] {
    this.#read ??= this.#entries.map((entry) => entry.toMessage());
    return this.#read;
  }

  /** To be called after an entry was changed. */
  touch(): void {
    this.#read = null;
  }

  get(id: string): MessageEntry | undefined {
    return this.#byId.get(id);
  }

  call(toolCallId: string): CallPlace | undefined {
    return this.#calls.get(toolCallId);
  }

  append(message: Message): MessageEntry {
    const entry = new MessageEntry(message);
    this.#entries.push(entry);
    this.#index(entry);
    this.touch();
    return entry;
  }

  /** Registers a call that was added to an entry of the list. */
  indexCall(owner: MessageEntry, call: ToolCallEntry): void {
    this.#calls.set(call.id, { owner, call });
    this.touch();
  }

  /** Puts a tool's result behind the call's message and the results that follow it already. */
  insertResult(message: Message, toolCallId: string): void {
    const owner = this.#calls.get(toolCallId)?.owner;
    const ownerIndex = owner === undefined ? -1 : this.#entries.lastIndexOf(owner);
    if (ownerIndex === -1) {
      this.append(message);
      return;
    }
    let index = ownerIndex + 1;
    while (this.#entries[index]?.role === 'tool') index += 1;
    const entry = new MessageEntry(message);
    this.#entries.splice(index, 0, entry);
    this.#index(entry);
    this.touch();
  }

  replace(message: Message): void {
    const index = this.#entries.findIndex((entry) => entry.id === message.id);
    if (index === -1) return;
    const entry = new MessageEntry(message);
    this.#entries[index] = entry;
    this.#index(entry);
    this.touch();
  }

  /**
   * Takes over a MESSAGES_SNAPSHOT as the official client does: known messages keep their place, new
   * ones follow, and missing ones go, except that a snapshot without any reasoning (activity) says
   * nothing about the reasoning (activities) that there is.
   */
  takeSnapshot(messages: readonly Message[]): void {
    const fresh = new Map(messages.map((message) => [message.id, message]));
    const silentRoles = ['reasoning', 'activity'].filter(
      (role) => !messages.some((message) => message.role === role),
    );
    const kept: MessageEntry[] = [];
    for (const entry of this.#entries) {
      const message = fresh.get(entry.id);
      if (message !== undefined) kept.push(new MessageEntry(message));
      else if (silentRoles.includes(entry.role)) kept.push(entry);
      fresh.delete(entry.id);
    }
    for (const message of fresh.values()) kept.push(new MessageEntry(message));
    this.#entries = kept;
    this.#byId = new Map();
    this.#calls = new Map();
    for (const entry of kept) this.#index(entry);
    this.touch();
  }

  #index(entry: MessageEntry): void {
    this.#byId.set(entry.id, entry);
    for (const call of entry.calls) this.#calls.set(call.id, { owner: entry, call });
  }
}
