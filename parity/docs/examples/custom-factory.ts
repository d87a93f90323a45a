import { BuiltInAgent } from '@flightdeck/agent';

export const agent = new BuiltInAgent({
  type: 'custom',
  async *factory({ input, interrupt }) {
    const [answer] = await interrupt([{ id: `size-${input.threadId}`, reason: 'size' }]);
    const text = `You have chosen ${JSON.stringify(answer?.payload)}.`;
    yield { type: 'TEXT_MESSAGE_START', messageId: input.runId, role: 'assistant' };
    yield { type: 'TEXT_MESSAGE_CONTENT', messageId: input.runId, delta: text };
    yield { type: 'TEXT_MESSAGE_END', messageId: input.runId };
  },
});
