import type { AgentEventSubscriber, RunAgentInput } from '@flightdeck/core';
import { CopilotAgent } from '@flightdeck/runtime-nest';
import { Inject } from '@nestjs/common';

import { Answers } from './answers.js';

@CopilotAgent('support', { description: 'Answers questions about orders' })
export class SupportAgent {
  constructor(@Inject(Answers) private readonly answers: Answers) {}

  clone(): SupportAgent {
    return new SupportAgent(this.answers);
  }

  async runAgent(input: RunAgentInput, subscriber: AgentEventSubscriber): Promise<void> {
    const delta = await this.answers.find(input.messages.at(-1));
    subscriber.onEvent({ event: { type: 'TEXT_MESSAGE_CHUNK', messageId: input.runId, delta } });
  }
}
