import { encodeResult } from '../messages/result-text.js';
import { AdapterMisuse } from './adapter-misuse.js';
import type { AdapterEvent } from './adapter-event.js';
import { AdapterStateWriter, type AdapterState } from './adapter-state-writer.js';
import type { RuntimeEventStream } from './runtime-event-source.js';
import { ToldIds } from './told-ids.js';

export interface AdapterStreamOptions {
  /** Takes each event at once; nothing is kept. */
  readonly emit: (event: AdapterEvent) => void;
  /** Ids of messages and calls in the history, which nothing new may have. */
  readonly takenIds: Iterable<string>;
  /** Ids of calls in the history: they may be answered as well. */
  readonly knownCallIds: Iterable<string>;
  /** Told of what is sent when the turn is over. */
  readonly warn: (message: string) => void;
}

type Open = 'text' | 'call';

/**
 * Turns what an adapter sends into events of AG-UI. v1.md 6.1.
 *
 * A turn is over when the adapter completes it or reports an error, when something comes out of order,
 * or when it is closed; what is sent then is dropped. What was begun is always ended.
 */
export class AdapterStream implements RuntimeEventStream {
  readonly #options: AdapterStreamOptions;
  readonly #state: AdapterStateWriter;
  readonly #open = new Map<string, Open>();
  readonly #ids: ToldIds;
  readonly #calls: Set<string>;
  readonly #over: Promise<void>;
  #complete: () => void = () => {};
  #reject: (error: unknown) => void = () => {};
  #isOver = false;
  #isClosed = false;
  #sent = 0;

  constructor(options: AdapterStreamOptions) {
    this.#options = options;
    this.#state = new AdapterStateWriter(options.emit);
    this.#ids = new ToldIds(options.takenIds);
    this.#calls = new Set(options.knownCallIds);
    this.#over = new Promise((resolve, reject) => {
      this.#complete = resolve;
      this.#reject = reject;
    });
    // It may fail before anybody waits for it.
    this.#over.catch(() => undefined);
  }

  /** Resolves when the adapter completes its turn; rejects with its error, and with misuse. */
  get over(): Promise<void> {
    return this.#over;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** How often the adapter has sent something. */
  get sent(): number {
    return this.#sent;
  }

  sendTextMessageStart({ messageId }: { messageId: string; parentMessageId?: string }): void {
    this.#send('sendTextMessageStart', () => this.#startText(messageId));
  }

  sendTextMessageContent({ messageId, content }: { messageId: string; content: string }): void {
    this.#send('sendTextMessageContent', () => this.#tellText(messageId, content));
  }

  sendTextMessageEnd({ messageId }: { messageId: string }): void {
    this.#send('sendTextMessageEnd', () => this.#end(messageId, 'text'));
  }

  sendTextMessage(messageId: string, content: string): void {
    this.#send('sendTextMessage', () => {
      this.#startText(messageId);
      this.#tellText(messageId, content);
      this.#end(messageId, 'text');
    });
  }

  sendActionExecutionStart(call: CallStart): void {
    this.#send('sendActionExecutionStart', () => this.#startCall(call));
  }

  sendActionExecutionArgs({ actionExecutionId, args }: CallArguments): void {
    this.#send('sendActionExecutionArgs', () => this.#tellArguments(actionExecutionId, args));
  }

  sendActionExecutionEnd({ actionExecutionId }: { actionExecutionId: string }): void {
    this.#send('sendActionExecutionEnd', () => this.#end(actionExecutionId, 'call'));
  }

  sendActionExecution(call: CallStart & CallArguments): void {
    this.#send('sendActionExecution', () => {
      this.#startCall(call);
      this.#tellArguments(call.actionExecutionId, call.args);
      this.#end(call.actionExecutionId, 'call');
    });
  }

  sendActionExecutionResult({ actionExecutionId, result, error }: CallResult): void {
    this.#send('sendActionExecutionResult', () => {
      const toolCallId = this.#ids.told(actionExecutionId);
      if (!this.#calls.has(toolCallId)) {
        throw new AdapterMisuse(
          `sendActionExecutionResult: nothing has called "${actionExecutionId}"; send the call before its result`,
        );
      }
      if (this.#open.has(toolCallId)) this.#end(actionExecutionId, 'call');
      this.#options.emit({
        type: 'TOOL_CALL_RESULT',
        messageId: `result-${toolCallId}`,
        toolCallId,
        role: 'tool',
        content: encodeResult(result, error),
      });
    });
  }

  sendAgentStateMessage(state: AdapterState): void {
    this.#send('sendAgentStateMessage', () => this.#state.write(state));
  }

  complete(): void {
    if (this.#isOver) return;
    this.#finish();
    this.#complete();
  }

  error(error: unknown): void {
    this.#fail(error);
  }

  /** Ends what is open, and drops whatever is sent from now on. */
  close(): void {
    this.#isClosed = true;
    if (!this.#isOver) this.#finish();
  }

  #send(method: string, work: () => void): void {
    this.#sent += 1;
    if (this.#isOver) {
      // Whoever was stopped need not know it.
      if (!this.#isClosed) this.#options.warn(`${method} was called when the turn was over`);
      return;
    }
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#isOver) {
      if (!this.#isClosed) this.#options.warn('error was called when the turn was over');
      return;
    }
    this.#finish();
    this.#reject(error ?? new AdapterMisuse('error was called without an error'));
  }

  #finish(): void {
    this.#isOver = true;
    for (const [id, kind] of this.#open) this.#options.emit(ended(id, kind));
    this.#open.clear();
    this.#state.close();
  }

  #startText(id: string): void {
    const messageId = this.#begin(id, 'text');
    this.#options.emit({ type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' });
  }

  #tellText(id: string, content: unknown): void {
    const messageId = this.#expect(id, 'text');
    const delta = textOf(content, 'content');
    if (delta !== '') this.#options.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta });
  }

  #startCall({ actionExecutionId, actionName, parentMessageId }: CallStart): void {
    if (!isId(actionName)) throw new AdapterMisuse('A call of an action needs an actionName');
    const toolCallId = this.#begin(actionExecutionId, 'call');
    this.#calls.add(toolCallId);
    this.#options.emit({
      type: 'TOOL_CALL_START',
      toolCallId,
      toolCallName: actionName,
      ...(isId(parentMessageId) && { parentMessageId: this.#ids.told(parentMessageId) }),
    });
  }

  #tellArguments(id: string, args: unknown): void {
    const toolCallId = this.#expect(id, 'call');
    const delta = textOf(args, 'args');
    if (delta !== '') this.#options.emit({ type: 'TOOL_CALL_ARGS', toolCallId, delta });
  }

  /** Returns the id that clients are told. */
  #begin(id: string, kind: Open): string {
    if (!isId(id)) throw new AdapterMisuse(`A ${WORDS[kind]} needs an id`);
    if (this.#open.has(this.#ids.told(id))) {
      throw new AdapterMisuse(`"${id}" is begun while it is open`);
    }
    const told = this.#ids.begin(id);
    this.#open.set(told, kind);
    return told;
  }

  #end(id: string, kind: Open): void {
    const told = this.#expect(id, kind);
    this.#open.delete(told);
    this.#options.emit(ended(told, kind));
  }

  #expect(id: string, kind: Open): string {
    const told = this.#ids.told(id);
    if (this.#open.get(told) === kind) return told;
    throw new AdapterMisuse(`No ${WORDS[kind]} with the id "${id}" is open: begin it first`);
  }
}

const WORDS: Readonly<Record<Open, string>> = { text: 'text message', call: 'call of an action' };

type CallStart = Parameters<RuntimeEventStream['sendActionExecutionStart']>[0];
type CallArguments = Parameters<RuntimeEventStream['sendActionExecutionArgs']>[0];
type CallResult = Parameters<RuntimeEventStream['sendActionExecutionResult']>[0];

function ended(id: string, kind: Open): AdapterEvent {
  return kind === 'text'
    ? { type: 'TEXT_MESSAGE_END', messageId: id }
    : { type: 'TOOL_CALL_END', toolCallId: id };
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Models often have a chunk without text: that says nothing, and is no mistake. */
function textOf(value: unknown, field: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw new AdapterMisuse(`${field} must be a text, not ${typeof value}`);
}
