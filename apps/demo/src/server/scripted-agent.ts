import { setTimeout as delay } from 'node:timers/promises';
import { AbstractAgent } from '@ag-ui/client';
import { EventType, type BaseEvent, type RunAgentInput } from '@ag-ui/core';
import { from, type Observable } from 'rxjs';
import { setPageColourTool } from '../colours.js';
import { chooseTurn, type Turn } from './script.js';

type RunIds = Pick<RunAgentInput, 'threadId' | 'runId'>;

/** What the runtime tells of a run whose process is gone, as far as this agent needs it. */
export interface ReattachContext extends RunIds {
  /** Everything that is stored of the run. */
  readonly lastEvents: readonly unknown[];
  readonly signal: AbortSignal;
}

export interface ScriptedAgentOptions {
  /**
   * Milliseconds between two words.
   *
   * @default 40
   */
  wordDelayMs?: number;
}

/** Agent without a model: answers from a script and streams word by word. */
export class ScriptedAgent extends AbstractAgent {
  private wordDelayMs: number;
  private abort = new AbortController();

  constructor(options: ScriptedAgentOptions = {}) {
    super({ description: 'Answers from a script, without a model.' });
    this.wordDelayMs = options.wordDelayMs ?? 40;
  }

  run(input: RunAgentInput): Observable<BaseEvent> {
    this.abort = new AbortController();
    return from(this.tell(eventsOf(input, chooseTurn(input)), this.abort.signal));
  }

  /**
   * Goes on with a run whose process is gone. The script always says the same, so what is missing is
   * whatever comes behind what was stored; an agent with a model would ask its provider for the rest.
   */
  reattach({ threadId, runId, lastEvents, signal }: ReattachContext): AsyncIterable<BaseEvent> {
    const messages = this.messages.filter(({ id }) => id !== answerId(runId));
    // The page's tools are not stored, but this page always offers the same one.
    const tools = [{ name: setPageColourTool, description: '', parameters: {} }];
    const events = eventsOf({ threadId, runId }, chooseTurn({ messages, tools }));
    return this.tell(events.slice(Math.max(lastEvents.length, 1)), signal);
  }

  override abortRun(): void {
    this.abort.abort();
  }

  // The base class copies its own fields only, and does not call this constructor.
  override clone(): ScriptedAgent {
    const copy = super.clone() as ScriptedAgent;
    copy.wordDelayMs = this.wordDelayMs;
    copy.abort = new AbortController();
    return copy;
  }

  // An aborted run just ends: the server closes what is open and writes the last event.
  private async *tell(
    events: readonly BaseEvent[],
    signal: AbortSignal,
  ): AsyncGenerator<BaseEvent> {
    for (const event of events) {
      const isWord = event.type === EventType.TEXT_MESSAGE_CONTENT;
      if (isWord && (await aborted(this.wordDelayMs, signal))) return;
      yield event;
    }
  }
}

function answerId(runId: string): string {
  return `${runId}-answer`;
}

/** Everything that happens in one run. */
function eventsOf({ threadId, runId }: RunIds, { text, toolCall }: Turn): BaseEvent[] {
  const messageId = answerId(runId);
  const words = text.match(/\s*\S+/g) ?? [];
  const toolCallId = `${runId}-call`;
  const call = toolCall && [
    {
      type: EventType.TOOL_CALL_START,
      toolCallId,
      toolCallName: toolCall.name,
      parentMessageId: messageId,
    },
    { type: EventType.TOOL_CALL_ARGS, toolCallId, delta: JSON.stringify(toolCall.args) },
    { type: EventType.TOOL_CALL_END, toolCallId },
  ];
  return [
    { type: EventType.RUN_STARTED, threadId, runId },
    { type: EventType.TEXT_MESSAGE_START, messageId, role: 'assistant' },
    ...words.map((delta) => ({ type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta })),
    { type: EventType.TEXT_MESSAGE_END, messageId },
    ...(call ?? []),
    { type: EventType.RUN_FINISHED, threadId, runId },
  ] as BaseEvent[];
}

/** Waits, and tells whether the run was aborted before or during the wait. */
async function aborted(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(milliseconds, undefined, { signal });
    return false;
  } catch {
    return true;
  }
}
