import { ThreadFold, type BaseEvent, type Message } from '@flightdeck/core';
import { isRecord } from '../../internal/is-record.js';
import { withoutMessages } from '../wire/without-messages.js';
import { AgentStateWriter } from './agent-state-writer.js';
import { ChunkedItems } from './chunked-items.js';
import { toLegacyHistory } from './legacy-history.js';
import { MessageWriter } from './message-writer.js';
import { interruptsOf, metaEventOfInterrupt, metaEventOfOutcome } from './meta-events.js';
import { PatchList, type Patch } from './patch-list.js';
import { PredictedState } from './predicted-state.js';
import {
  failureOf,
  interruption,
  MESSAGE_SUCCESS,
  RESPONSE_SUCCESS,
  type Failure,
} from './status.js';
import { textOfContent } from './text-of-content.js';
import { writeUntoldMessages } from './write-untold-messages.js';

export interface ResponseTranslatorOptions {
  readonly threadId: string;
  readonly runId: string;
  readonly agentName: string;
  /**
   * Where the client's session with the agent is, empty for its beginning; `null` without a session:
   * such clients are not told of states, which would make them enter one.
   */
  readonly session: { readonly nodeName: string } | null;
  /** What the client has sent. */
  readonly messages: readonly Message[];
  readonly state: unknown;
  /** Names of the tools that the client runs. */
  readonly frontendTools: ReadonlySet<string>;
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

type Handler = (translator: ResponseTranslator, event: BaseEvent) => void;

/** Makes the increments of an answer of the old wire out of the events of a run. v1.md 11.4. */
export class ResponseTranslator {
  static readonly #handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
    ['TEXT_MESSAGE_START', (self, event) => self.#startText(event)],
    ['TEXT_MESSAGE_CONTENT', (self, event) => self.#appendText(event)],
    ['TEXT_MESSAGE_END', (self, event) => self.#writer.endText(text(event.messageId))],
    ['TEXT_MESSAGE_CHUNK', (self, event) => self.#takeTextChunk(event)],
    ['TOOL_CALL_START', (self, event) => self.#startCall(event)],
    ['TOOL_CALL_ARGS', (self, event) => self.#appendArguments(event)],
    ['TOOL_CALL_END', (self, event) => self.#endCall(text(event.toolCallId))],
    ['TOOL_CALL_CHUNK', (self, event) => self.#takeCallChunk(event)],
    ['TOOL_CALL_RESULT', (self, event) => self.#takeResult(event)],
    ['STATE_SNAPSHOT', (self) => self.#takeState()],
    ['STATE_DELTA', (self) => self.#takeState()],
    ['STEP_STARTED', (self, event) => self.#agent?.enter(text(event.stepName), self.#state)],
    ['STEP_FINISHED', (self, event) => self.#agent?.leave(text(event.stepName), self.#state)],
    ['MESSAGES_SNAPSHOT', (self) => self.#takeSnapshot()],
    ['CUSTOM', (self, event) => self.#takeCustom(event)],
    ['RUN_FINISHED', (self, event) => self.#finish(event)],
    [
      'RUN_ERROR',
      (self, event) => self.#fail(failureOf(text(event.message) || 'The run failed', event.code)),
    ],
  ]);

  readonly #options: ResponseTranslatorOptions;
  readonly #patches = new PatchList();
  readonly #writer: MessageWriter;
  readonly #agent: AgentStateWriter | null;
  readonly #fold: ThreadFold;
  readonly #chunks = new ChunkedItems();
  readonly #predicted = new PredictedState();
  #snapshotTaken = false;
  #interrupted = false;
  #ended = false;

  constructor(options: ResponseTranslatorOptions) {
    this.#options = options;
    const { session, messages, state, now } = options;
    const createdAt = (): string => new Date(now()).toISOString();
    const patches = this.#patches;
    this.#fold = new ThreadFold({ messages, state });
    this.#writer = new MessageWriter({ ...options, patches, createdAt, history: messages });
    this.#agent =
      session === null
        ? null
        : new AgentStateWriter({ ...options, ...session, patches, createdAt });
  }

  /** Whether the answer is complete; events after that are ignored. */
  get ended(): boolean {
    return this.#ended;
  }

  take(event: BaseEvent): void {
    if (this.#ended) return;
    this.#fold.apply(event);
    for (const item of this.#chunks.endedBy(event)) this.#endItem(item.kind, item.id);
    ResponseTranslator.#handlers.get(event.type)?.(this, event);
  }

  /** Ends an answer whose run has not told its end. */
  cutOff(): void {
    if (!this.#ended) this.#fail(interruption());
  }

  /** The increments since the last call. */
  patches(): Patch[] {
    this.#agent?.flush();
    return this.#patches.take();
  }

  readonly #state = (): Readonly<Record<string, unknown>> => {
    const { state } = this.#fold;
    const own = withoutMessages(isRecord(state) ? state : {});
    return { ...own, ...this.#predicted.fields() };
  };

  #startText(event: BaseEvent): void {
    this.#agent?.flush();
    this.#writer.startText(text(event.messageId), text(event.role));
  }

  #appendText(event: BaseEvent): void {
    this.#agent?.flush();
    this.#writer.appendText(text(event.messageId), text(event.delta));
  }

  #takeTextChunk(event: BaseEvent): void {
    const { id, isNew } = this.#chunks.continue('text', event.messageId);
    if (id === null) return;
    const chunk = { ...event, messageId: id };
    if (isNew) this.#startText(chunk);
    this.#appendText(chunk);
  }

  #startCall(event: BaseEvent): void {
    this.#agent?.flush();
    const id = text(event.toolCallId);
    const name = text(event.toolCallName);
    this.#writer.startCall({ id, name, parentMessageId: this.#fold.messageIdOfCall(id) });
    this.#predicted.startCall(id, name);
  }

  #appendArguments(event: BaseEvent): void {
    const id = text(event.toolCallId);
    const delta = text(event.delta);
    this.#writer.appendArguments(id, delta);
    if (this.#predicted.append(id, delta)) this.#agent?.tell(this.#state);
  }

  #endCall(id: string): void {
    this.#writer.endCall(id);
    if (this.#predicted.endCall(id)) this.#agent?.tell(this.#state);
  }

  #takeCallChunk(event: BaseEvent): void {
    const { id, isNew } = this.#chunks.continue('call', event.toolCallId);
    if (id === null) return;
    const chunk = { ...event, toolCallId: id };
    if (isNew) this.#startCall(chunk);
    this.#appendArguments(chunk);
  }

  #takeResult(event: BaseEvent): void {
    this.#agent?.flush();
    this.#writer.addResult({
      messageId: text(event.messageId),
      callId: text(event.toolCallId),
      content: textOfContent(event.content),
    });
  }

  #takeState(): void {
    this.#predicted.clear();
    this.#agent?.tell(this.#state);
  }

  #takeSnapshot(): void {
    this.#snapshotTaken = true;
  }

  #takeCustom({ name, value }: BaseEvent): void {
    if (name === 'PredictState') this.#predicted.expect(value);
    if (name === 'Exit') this.#agent?.exit();
    if (name !== 'on_interrupt') return;
    this.#interrupted = true;
    this.#patches.addMetaEvent(metaEventOfInterrupt(value, this.#options));
  }

  #finish(event: BaseEvent): void {
    this.#agent?.flush();
    if (!this.#interrupted) {
      for (const interrupt of interruptsOf(event)) {
        this.#patches.addMetaEvent(metaEventOfOutcome(interrupt));
      }
    }
    this.#writer.endAll(MESSAGE_SUCCESS);
    if (this.#snapshotTaken && this.#agent === null) {
      writeUntoldMessages(this.#writer, this.#fold.messages());
    }
    this.#predicted.clear();
    const state = { ...this.#state(), ...this.#conversation() };
    if (Object.keys(state).length > 0) this.#agent?.finish(state);
    this.#writer.endAll(MESSAGE_SUCCESS);
    this.#patches.end(RESPONSE_SUCCESS);
    this.#ended = true;
  }

  /** The conversation as the agent has it, which clients in a session take over with its state. */
  #conversation(): { readonly messages?: unknown } {
    return this.#snapshotTaken ? { messages: toLegacyHistory(this.#fold.messages()) } : {};
  }

  #fail({ message, response, error }: Failure): void {
    this.#ended = true;
    this.#agent?.flush();
    this.#writer.endAll(message);
    this.#patches.end(response, error);
  }

  #endItem(kind: 'text' | 'call', id: string): void {
    if (kind === 'text') this.#writer.endText(id);
    else this.#endCall(id);
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
