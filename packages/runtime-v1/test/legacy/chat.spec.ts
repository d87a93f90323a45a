import { describe, expect, it } from '@jest/globals';
import { createStage, runFinished, runStarted, textMessage } from '@flightdeck/testing';
import { LegacyClient, userText } from './support/legacy-client.js';
import { createLegacyServer } from './support/legacy-server.js';

describe('a chat of an old client', () => {
  const stage = createStage();
  const client = new LegacyClient(createLegacyServer({ agents: { default: stage.agent } }).fetch);

  it('is answered in increments', async () => {
    stage.play('t-plain', ({ input }) => [
      runStarted(input),
      ...textMessage('m1', 'Hel', 'lo'),
      runFinished(input),
    ]);
    const response = await client.generate({
      threadId: 't-plain',
      messages: [userText('Hi', 'u1')],
    });
    expect(response).toMatchObject({
      threadId: 't-plain',
      runId: null,
      status: { __typename: 'SuccessResponseStatus', code: 'Success' },
      messages: [
        {
          __typename: 'TextMessageOutput',
          id: 'm1',
          role: 'assistant',
          content: ['Hel', 'lo'],
          status: { __typename: 'SuccessMessageStatus', code: 'Success' },
        },
      ],
    });
    const [run] = stage.runsOf('t-plain');
    expect(run?.input.messages).toEqual([{ id: 'u1', role: 'user', content: 'Hi' }]);
  });
});
