import { isRecord } from '../tools/is-record.js';
import type { ToolCall } from '../tools/call-tool.js';
import { createRunState, type RunState } from '../tools/run-state.js';

/** An AG-UI event as agents of any version send it. */
export interface LooseEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

interface LoggedCall {
  readonly id: string;
  name: string;
  input: string;
}

interface LoggedMessage {
  readonly id: string;
  text: string;
  readonly calls: LoggedCall[];
}

/** Remembers what matters of the events of one step: what was said, which tools were called, what was answered. */
export class StepLog {
  /** The `RUN_FINISHED` that was held back. */
  finished: LooseEvent | undefined;
  /** Whether a `RUN_ERROR` came. */
  failed = false;
  readonly #state: RunState;
  readonly #messages = new Map<string, LoggedMessage>();
  readonly #calls = new Map<string, LoggedCall>();
  readonly #results = new Map<string, LooseEvent>();
  #lastMessageId: string | undefined;
  #lastCallId: string | undefined;

  constructor(state: unknown) {
    this.#state = createRunState(state, () => undefined);
  }

  push(event: LooseEvent): void {
    READERS[event.type]?.(this, event);
  }

  /** The state after the step, by the events. */
  get state(): unknown {
    return this.#state.current;
  }

  /** Calls that the agent has not answered itself. */
  pendingCalls(): readonly ToolCall[] {
    return Array.from(this.#calls.values())
      .filter(({ id }) => !this.#results.has(id))
      .map(({ id, name, input }) => ({ toolCallId: id, toolName: name, input }));
  }

  /** The step as messages, for agents that do not keep their own. */
  messages(): readonly unknown[] {
    const said = Array.from(this.#messages.values(), ({ id, text, calls }) => ({
      id,
      role: 'assistant',
      ...(text === '' ? {} : { content: text }),
      ...(calls.length === 0 ? {} : { toolCalls: calls.map(toToolCall) }),
    }));
    const answered = Array.from(this.#results.values(), ({ messageId, toolCallId, content }) => ({
      id: messageId,
      role: 'tool',
      toolCallId,
      content,
    }));
    return [...said, ...answered];
  }

  addText({ messageId, delta }: LooseEvent): void {
    const id = typeof messageId === 'string' ? messageId : this.#lastMessageId;
    if (id === undefined) return;
    this.#lastMessageId = id;
    if (typeof delta === 'string') this.#messageOf(id).text += delta;
  }

  addCall({ toolCallId, toolCallName, parentMessageId, delta }: LooseEvent): void {
    const id = typeof toolCallId === 'string' ? toolCallId : this.#lastCallId;
    if (id === undefined) return;
    this.#lastCallId = id;
    let call = this.#calls.get(id);
    if (call === undefined) {
      call = { id, name: '', input: '' };
      this.#calls.set(id, call);
      const parent = typeof parentMessageId === 'string' ? parentMessageId : id;
      this.#messageOf(parent).calls.push(call);
    }
    if (typeof toolCallName === 'string') call.name = toolCallName;
    if (typeof delta === 'string') call.input += delta;
  }

  addResult(event: LooseEvent): void {
    if (typeof event.toolCallId === 'string') this.#results.set(event.toolCallId, event);
  }

  setState({ snapshot }: LooseEvent): void {
    this.#state.set(snapshot);
  }

  patchState({ delta }: LooseEvent): void {
    this.#state.patch(delta);
  }

  /** Answers that a snapshot of the history holds are answers, too. */
  addHistory({ messages }: LooseEvent): void {
    if (!Array.isArray(messages)) return;
    for (const message of messages.filter(isRecord)) {
      const { role, toolCallId } = message;
      if (role === 'tool' && typeof toolCallId === 'string' && this.#calls.has(toolCallId)) {
        this.#results.set(toolCallId, { ...message, type: '', messageId: message.id });
      }
    }
  }

  #messageOf(id: string): LoggedMessage {
    const known = this.#messages.get(id);
    if (known !== undefined) return known;
    const message: LoggedMessage = { id, text: '', calls: [] };
    this.#messages.set(id, message);
    return message;
  }
}

const READERS: Readonly<Record<string, ((log: StepLog, event: LooseEvent) => void) | undefined>> = {
  TEXT_MESSAGE_START: (log, event) => log.addText(event),
  TEXT_MESSAGE_CONTENT: (log, event) => log.addText(event),
  TEXT_MESSAGE_CHUNK: (log, event) => log.addText(event),
  TOOL_CALL_START: (log, event) => log.addCall(event),
  TOOL_CALL_ARGS: (log, event) => log.addCall(event),
  TOOL_CALL_CHUNK: (log, event) => log.addCall(event),
  TOOL_CALL_RESULT: (log, event) => log.addResult(event),
  STATE_SNAPSHOT: (log, event) => log.setState(event),
  STATE_DELTA: (log, event) => log.patchState(event),
  MESSAGES_SNAPSHOT: (log, event) => log.addHistory(event),
  RUN_FINISHED: (log, event) => {
    log.finished = event;
  },
  RUN_ERROR: (log) => {
    log.failed = true;
  },
};

function toToolCall({ id, name, input }: LoggedCall): unknown {
  return { id, type: 'function', function: { name, arguments: input } };
}
