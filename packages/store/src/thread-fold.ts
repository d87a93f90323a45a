import type { BaseEvent, Message } from './ag-ui.js';
import { takeActivityDelta, takeActivitySnapshot } from './fold/activity-events.js';
import { isMessage, isObject, openingFields, textOf } from './fold/event-fields.js';
import type { MessageEntry } from './fold/message-entry.js';
import { MessageList } from './fold/message-list.js';
import { OpenItems } from './fold/open-items.js';
import type { OpenItem, OpenItemKind } from './fold/open-items.js';
import { PatchedValue } from './fold/patched-value.js';
import { startOfChunk } from './fold/start-of-chunk.js';
import type { TextTarget } from './fold/text-target.js';

export interface ThreadFoldSeed {
  readonly messages?: readonly Message[];
  readonly state?: unknown;
}

type Handler = (fold: ThreadFold, event: BaseEvent) => void;

/** These may stand between two chunks of an item without ending it. */
const LEAVE_CHUNKS_OPEN: ReadonlySet<string> = new Set([
  'RAW',
  'ACTIVITY_SNAPSHOT',
  'ACTIVITY_DELTA',
  'REASONING_ENCRYPTED_VALUE',
  'TEXT_MESSAGE_CHUNK',
  'TOOL_CALL_CHUNK',
  'REASONING_MESSAGE_CHUNK',
]);

/**
 * Folds AG-UI events to the messages and the state that the official client shows after them.
 *
 * An event costs the same however many came before it; joining texts is put off until somebody reads.
 * Malformed events are ignored: what is stored must never stop a thread from being read.
 */
export class ThreadFold {
  static readonly #handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
    ['RUN_STARTED', (fold, event) => fold.#startRun(event)],
    ['RUN_FINISHED', (fold) => fold.#open.closeAll()],
    ['RUN_ERROR', (fold) => fold.#open.closeAll()],
    ['TEXT_MESSAGE_START', (fold, event) => fold.#start('text', event)],
    ['TEXT_MESSAGE_CONTENT', (fold, event) => fold.#append('text', event)],
    ['TEXT_MESSAGE_END', (fold, event) => fold.#end('text', event)],
    ['TEXT_MESSAGE_CHUNK', (fold, event) => fold.#chunk('text', event)],
    ['TOOL_CALL_START', (fold, event) => fold.#start('tool', event)],
    ['TOOL_CALL_ARGS', (fold, event) => fold.#append('tool', event)],
    ['TOOL_CALL_END', (fold, event) => fold.#end('tool', event)],
    ['TOOL_CALL_CHUNK', (fold, event) => fold.#chunk('tool', event)],
    ['TOOL_CALL_RESULT', (fold, event) => fold.#takeResult(event)],
    ['REASONING_MESSAGE_START', (fold, event) => fold.#start('reasoning', event)],
    ['REASONING_MESSAGE_CONTENT', (fold, event) => fold.#append('reasoning', event)],
    ['REASONING_MESSAGE_END', (fold, event) => fold.#end('reasoning', event)],
    ['REASONING_MESSAGE_CHUNK', (fold, event) => fold.#chunk('reasoning', event)],
    ['REASONING_ENCRYPTED_VALUE', (fold, event) => fold.#takeEncryptedValue(event)],
    ['ACTIVITY_SNAPSHOT', (fold, event) => takeActivitySnapshot(fold.#messages, event)],
    ['ACTIVITY_DELTA', (fold, event) => takeActivityDelta(fold.#messages, event)],
    ['MESSAGES_SNAPSHOT', (fold, event) => fold.#takeMessages(event)],
    ['STATE_SNAPSHOT', (fold, event) => fold.#takeState(event)],
    ['STATE_DELTA', (fold, event) => fold.#state.patch(event.delta)],
  ]);

  readonly #messages = new MessageList();
  readonly #open = new OpenItems();
  /** Whose text a chunk without an id continues. */
  readonly #lastChunk = new Map<OpenItemKind, string>();
  readonly #state = new PatchedValue();

  constructor(seed: ThreadFoldSeed = {}) {
    this.#addUnknown(seed.messages);
    this.#state.set(seed.state);
  }

  /** The agent's state; `undefined` as long as no event has set it. */
  get state(): unknown {
    return this.#state.value;
  }

  /** The conversation as it stands; the same array as long as nothing changes. */
  messages(): readonly Message[] {
    return this.#messages.toArray();
  }

  /** What has begun and not ended, in the order of the beginnings. */
  openItems(): readonly OpenItem[] {
    return this.#open.toArray();
  }

  /** The id of the message that a tool call is part of. */
  messageIdOfCall(toolCallId: string): string | undefined {
    return this.#messages.call(toolCallId)?.owner.id;
  }

  apply(event: BaseEvent): void {
    if (!isObject(event)) return;
    if (!LEAVE_CHUNKS_OPEN.has(event.type)) this.#open.closeChunked();
    ThreadFold.#handlers.get(event.type)?.(this, event);
  }

  #startRun(event: BaseEvent): void {
    if (isObject(event.input)) this.#addUnknown(event.input['messages']);
  }

  #addUnknown(messages: unknown): void {
    if (!Array.isArray(messages)) return;
    for (const message of messages.filter(isMessage)) {
      if (this.#messages.get(message.id) === undefined) this.#messages.append(message);
    }
  }

  #start(kind: OpenItemKind, event: BaseEvent): void {
    const target = kind === 'tool' ? this.#startCall(event) : this.#startMessage(kind, event);
    if (target !== undefined) this.#open.open(kind, event, target);
  }

  #startMessage(kind: 'text' | 'reasoning', event: BaseEvent): TextTarget | undefined {
    const id = textOf(event.messageId);
    if (id === null) return undefined;
    const known = this.#messages.get(id);
    // An activity is no text, and ids are unique.
    if (known?.role === 'activity') return undefined;
    if (known !== undefined) return this.#annotate(known, event);
    const name = textOf(event.name);
    return this.#messages.append({
      id,
      role: kind === 'reasoning' ? kind : (textOf(event.role) ?? 'assistant'),
      content: '',
      ...(name === null ? null : { name }),
      ...openingFields(event),
    });
  }

  #startCall(event: BaseEvent): TextTarget | undefined {
    const id = textOf(event.toolCallId);
    const name = textOf(event.toolCallName);
    if (id === null || name === null) return undefined;
    const known = this.#messages.call(id)?.call;
    if (known !== undefined) return this.#annotate(known, event);
    const owner = this.#ownerOfCall(id, event);
    if (owner === undefined) return undefined;
    const { metadata } = openingFields(event);
    const call = owner.addCall({
      id,
      type: 'function',
      function: { name, arguments: '' },
      ...(metadata === undefined ? null : { metadata }),
    });
    this.#messages.indexCall(owner, call);
    return call;
  }

  /** The assistant message that a new call belongs to, made where there is none. */
  #ownerOfCall(toolCallId: string, event: BaseEvent): MessageEntry | undefined {
    const parentId = textOf(event.parentMessageId);
    const parent = parentId === null ? undefined : this.#messages.get(parentId);
    if (parent?.role === 'assistant') return parent;
    const id = parent === undefined ? (parentId ?? toolCallId) : toolCallId;
    const taken = this.#messages.get(id);
    if (taken !== undefined) return taken.role === 'assistant' ? taken : undefined;
    const { subagentRunId } = openingFields(event);
    return this.#messages.append({
      id,
      role: 'assistant',
      ...(subagentRunId === undefined ? null : { subagentRunId }),
    });
  }

  #append(kind: OpenItemKind, event: BaseEvent, id = itemId(kind, event)): void {
    const target = id === null ? undefined : (this.#find(kind, id) ?? this.#open.target(kind, id));
    const delta = textOf(event.delta);
    if (target === undefined || delta === null) return;
    target.append(delta);
    this.#annotate(target, event);
  }

  #end(kind: OpenItemKind, event: BaseEvent): void {
    const id = itemId(kind, event);
    if (id === null) return;
    const target = this.#find(kind, id);
    if (target !== undefined) this.#annotate(target, event);
    this.#open.close(kind, id);
  }

  #chunk(kind: OpenItemKind, event: BaseEvent): void {
    const id = itemId(kind, event) ?? this.#lastChunk.get(kind);
    if (id === undefined) return;
    this.#open.closeChunked({ kind, id });
    this.#lastChunk.set(kind, id);
    if (this.#open.target(kind, id) === undefined) {
      this.#start(kind, startOfChunk(kind, id, event));
      this.#open.markChunked(kind, id);
    }
    this.#append(kind, event, id);
  }

  #takeResult(event: BaseEvent): void {
    const id = textOf(event.messageId);
    const toolCallId = textOf(event.toolCallId);
    const { content } = event;
    if (id === null || toolCallId === null || content === undefined) return;
    const known = this.#messages.get(id);
    if (known === undefined) {
      const message = { id, toolCallId, role: 'tool', content, ...openingFields(event) };
      this.#messages.insertResult(message, toolCallId);
    } else if (known.role === 'tool') {
      known.assign({ content, toolCallId });
      this.#annotate(known, event);
    }
  }

  #takeEncryptedValue(event: BaseEvent): void {
    const id = textOf(event.entityId);
    const encryptedValue = textOf(event.encryptedValue);
    if (id === null || encryptedValue === null) return;
    if (event.subtype === 'tool-call') this.#messages.call(id)?.call.assign({ encryptedValue });
    else this.#messages.get(id)?.assign({ encryptedValue });
    this.#messages.touch();
  }

  #takeMessages(event: BaseEvent): void {
    if (!Array.isArray(event.messages)) return;
    this.#messages.takeSnapshot(event.messages.filter(isMessage));
    this.#open.retarget((kind, id) => this.#find(kind, id));
  }

  #takeState(event: BaseEvent): void {
    if (event.snapshot !== undefined) this.#state.set(event.snapshot);
  }

  #find(kind: OpenItemKind, id: string): TextTarget | undefined {
    if (kind === 'tool') return this.#messages.call(id)?.call;
    const entry = this.#messages.get(id);
    return entry?.role === 'activity' ? undefined : entry;
  }

  #annotate<T extends TextTarget>(target: T, event: BaseEvent): T {
    target.annotate(event);
    this.#messages.touch();
    return target;
  }
}

function itemId(kind: OpenItemKind, event: BaseEvent): string | null {
  return textOf(kind === 'tool' ? event.toolCallId : event.messageId);
}
