import { setTimeout as pause } from 'node:timers/promises';

import type { AgentEventSubscriber, BaseEvent, RunAgentInput } from '@flightdeck/core';
import { CopilotAgent } from '@flightdeck/runtime-nest';
import { Inject } from '@nestjs/common';

import { Script } from './script.service.js';

const WORD_DELAY_MS = 40;

/** An agent without a model, and a provider like any other. */
@CopilotAgent('default', { description: 'Answers from a script, without a model.' })
export class ScriptedAgent {
  readonly #abort = new AbortController();

  constructor(@Inject(Script) private readonly script: Script) {}

  clone(): ScriptedAgent {
    return new ScriptedAgent(this.script);
  }

  abortRun(): void {
    this.#abort.abort();
  }

  async runAgent(input: RunAgentInput, subscriber: AgentEventSubscriber): Promise<void> {
    const { messages, threadId, runId } = input;
    const { signal } = this.#abort;
    const messageId = `${runId}-answer`;
    const emit = (event: BaseEvent): void => subscriber.onEvent({ event });
    emit({ type: 'RUN_STARTED', threadId, runId });
    emit({ type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' });
    for (const delta of this.script.wordsFor(messages.at(-1))) {
      await pause(WORD_DELAY_MS, undefined, { signal });
      emit({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta });
    }
    emit({ type: 'TEXT_MESSAGE_END', messageId });
    emit({ type: 'RUN_FINISHED', threadId, runId });
  }
}
