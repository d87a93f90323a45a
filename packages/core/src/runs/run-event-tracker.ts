import type { BaseEvent, Message } from '@flightdeck/store';
import { isRecord } from '../internal/is-record.js';
import { EventSequence, SILENTLY } from './event-sequence.js';
import { conformEvent } from './event-shapes.js';
import type { ClosingPolicy } from './open-items.js';
import { isPlainDelta } from './plain-delta.js';

/** How a run ends that its agent does not end. */
export type RunEnd =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string };

export interface RunEventTrackerOptions {
  readonly threadId: string;
  readonly runId: string;
  /** The tools that the client executes: when a run fails, their complete calls stay pending. */
  readonly frontendTools: ReadonlySet<string>;
  /** The messages that RUN_STARTED tells, if any: clients hold events against who produced them. */
  readonly history?: readonly Message[];
  /** Hears of every event that is left out and carried something. */
  readonly onDropped?: (reason: string, event: unknown) => void;
}

const NOTHING: readonly BaseEvent[] = [];
const STOPPED = 'Run stopped by user';

/**
 * Makes of whatever an agent emits a run that no client version rejects: nothing before RUN_STARTED,
 * which the run engine writes, exactly one terminal event and everything closed before it. One bad
 * event would cost a client the whole rest of the stream, so it is left out or mended instead.
 */
export class RunEventTracker {
  readonly #options: RunEventTrackerOptions;
  readonly #sequence: EventSequence;
  #terminal: BaseEvent | null = null;

  constructor(options: RunEventTrackerOptions) {
    this.#options = options;
    this.#sequence = new EventSequence(options.history ?? []);
  }

  /** The event that ended the run, once there is one. */
  get terminal(): BaseEvent | null {
    return this.#terminal;
  }

  /** Whether an event is to be emitted as it is, which leaves the order of events as it was; never throws. */
  passes(event: unknown): event is BaseEvent {
    try {
      return isEvent(event) && this.#isDeltaOfOpenItem(event);
    } catch {
      return false;
    }
  }

  /** The events to emit in the place of one that does not pass; never throws. */
  admit(event: unknown): readonly BaseEvent[] {
    try {
      return this.#admit(event);
    } catch {
      // A getter or a proxy that throws when it is looked at.
      return this.#drop('an event that cannot be read', undefined);
    }
  }

  #admit(event: unknown): readonly BaseEvent[] {
    if (!isEvent(event)) return this.#drop('not an event', event);
    if (this.#isDeltaOfOpenItem(event)) return [event];
    if (event.type === 'RUN_STARTED') return NOTHING;
    if (this.#terminal !== null) return this.#drop(`${event.type} after the end of the run`, event);
    const conformed = conformEvent(event);
    if (typeof conformed === 'string') return this.#drop(conformed, event);
    if (conformed.type === 'RUN_FINISHED' || conformed.type === 'RUN_ERROR') {
      return this.#end(conformed, whenEndedBy(conformed));
    }
    const placed = this.#sequence.place(conformed);
    return typeof placed === 'string' ? this.#drop(placed, event) : [placed];
  }

  /** Ends the run: what closes everything that is open, then the terminal event. Nothing if there was one. */
  close(end: RunEnd): readonly BaseEvent[] {
    if (this.#terminal !== null) return NOTHING;
    if (end.kind === 'stopped') return this.#end({ type: 'RUN_FINISHED' }, WHEN_STOPPED);
    const { message, code } = end;
    return this.#end(
      { type: 'RUN_ERROR', message, code },
      whenFailed(message, code, this.#options.frontendTools),
    );
  }

  /** An admitted event was not emitted after all: what it opened needs no end. */
  retract(event: BaseEvent): void {
    this.#sequence.open.forget(event);
  }

  #end(terminal: BaseEvent, policy: ClosingPolicy): readonly BaseEvent[] {
    const { threadId, runId } = this.#options;
    const named =
      terminal.type === 'RUN_ERROR' || (terminal.threadId === threadId && terminal.runId === runId);
    this.#terminal = named ? terminal : { ...terminal, threadId, runId };
    return [...this.#sequence.open.close(policy), this.#terminal];
  }

  /** An answer comes in thousands of these, so they pass without a look at every rule. */
  #isDeltaOfOpenItem(event: BaseEvent): boolean {
    const { open, plain } = this.#sequence;
    if (!plain || !isPlainDelta(event)) return false;
    switch (event.type) {
      case 'TEXT_MESSAGE_CONTENT':
        return typeof event.messageId === 'string' && open.texts.has(event.messageId);
      case 'REASONING_MESSAGE_CONTENT':
        return typeof event.messageId === 'string' && open.reasoningMessages.has(event.messageId);
      case 'TOOL_CALL_ARGS':
        return typeof event.toolCallId === 'string' && open.takesArguments(event.toolCallId);
    }
  }

  #drop(reason: string, event: unknown): readonly BaseEvent[] {
    if (reason !== SILENTLY) this.#options.onDropped?.(reason, event);
    return NOTHING;
  }
}

function isEvent(value: unknown): value is BaseEvent {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
  );
}

const STOPPED_SUBAGENT = { type: 'SUBAGENT_ERROR', message: STOPPED, code: 'STOPPED' };
const STOPPED_CALL = JSON.stringify({
  status: 'stopped',
  reason: 'stop_requested',
  message: STOPPED,
});

const WHEN_STOPPED: ClosingPolicy = {
  callResult: () => STOPPED_CALL,
  subagentEnd: STOPPED_SUBAGENT,
};

function whenFailed(
  message: string,
  code: string,
  frontendTools: ReadonlySet<string>,
): ClosingPolicy {
  const content = JSON.stringify({ status: 'error', reason: 'missing_terminal_event', message });
  return {
    // A complete call of a frontend tool is the client's to carry out, whatever became of the run.
    callResult: ({ name, ended }) => (ended && frontendTools.has(name) ? null : content),
    subagentEnd: { type: 'SUBAGENT_ERROR', message, code },
  };
}

/** What an agent leaves open beside its own terminal event gets an end, but no result. */
function whenEndedBy({ type, message, outcome }: BaseEvent): ClosingPolicy {
  const suspended = isRecord(outcome) && outcome.type === 'interrupt';
  const finished = {
    type: 'SUBAGENT_FINISHED',
    ...(suspended ? { outcome: { type: 'suspended' } } : {}),
  };
  return {
    callResult: () => null,
    subagentEnd: type === 'RUN_ERROR' ? { type: 'SUBAGENT_ERROR', message } : finished,
  };
}
