import { setTimeout as delay } from 'node:timers/promises';
import { AbstractAgent } from '@ag-ui/client';
import { EventType, type BaseEvent, type RunAgentInput } from '@ag-ui/core';
import { from, type Observable } from 'rxjs';
import { chooseTurn } from './script.js';

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
    return from(this.events(input, this.abort.signal));
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
  private async *events(input: RunAgentInput, signal: AbortSignal): AsyncGenerator<BaseEvent> {
    const { threadId, runId } = input;
    const messageId = `${runId}-answer`;
    const turn = chooseTurn(input);

    yield { type: EventType.RUN_STARTED, threadId, runId };
    yield { type: EventType.TEXT_MESSAGE_START, messageId, role: 'assistant' };
    for (const delta of turn.text.match(/\s*\S+/g) ?? []) {
      if (await aborted(this.wordDelayMs, signal)) return;
      yield { type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta };
    }
    yield { type: EventType.TEXT_MESSAGE_END, messageId };

    if (turn.toolCall) {
      const toolCallId = `${runId}-call`;
      yield {
        type: EventType.TOOL_CALL_START,
        toolCallId,
        toolCallName: turn.toolCall.name,
        parentMessageId: messageId,
      };
      yield {
        type: EventType.TOOL_CALL_ARGS,
        toolCallId,
        delta: JSON.stringify(turn.toolCall.args),
      };
      yield { type: EventType.TOOL_CALL_END, toolCallId };
    }
    yield { type: EventType.RUN_FINISHED, threadId, runId };
  }
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
