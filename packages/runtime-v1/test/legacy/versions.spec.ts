import { describe, expect, it } from '@jest/globals';
import type { Message } from '@flightdeck/core';
import {
  ScriptedAgent,
  runFinished,
  runStarted,
  textMessage,
  uniqueId,
  type AgentRun,
} from '@flightdeck/testing';
import type { LegacyResponse } from './support/apply-payloads.js';
import { asSentBack, CLIENT_VERSIONS, withInstructions } from './support/client-versions.js';
import { asHistory, LegacyClient, userText } from './support/legacy-client.js';
import { createLegacyServer } from './support/legacy-server.js';
import { readThread } from './support/read-thread.js';

/** Says something and calls the page; told what the page did, ends with a text. */
function* paint({ input }: AgentRun): Generator<unknown> {
  const message = `${input.runId}-m`;
  const toolCallId = `${input.runId}-c`;
  yield runStarted(input);
  if (input.messages.at(-1)?.role === 'tool') {
    yield* textMessage(message, 'Pain', 'ted');
  } else {
    yield* textMessage(message, 'Painting');
    const call = { toolCallId, toolCallName: 'paint', parentMessageId: message };
    yield { type: 'TOOL_CALL_START', ...call };
    yield { type: 'TOOL_CALL_ARGS', toolCallId, delta: '{"colour":' };
    yield { type: 'TOOL_CALL_ARGS', toolCallId, delta: '"red"}' };
    yield { type: 'TOOL_CALL_END', toolCallId };
  }
  yield runFinished(input);
}

const TURN = ['user', 'assistant', 'tool', 'assistant'];

describe.each(CLIENT_VERSIONS)('client $version', ({ version, query, data, namesThreads }) => {
  const agent = new ScriptedAgent(paint);
  const { fetch } = createLegacyServer({ agents: { default: agent } });
  const client = new LegacyClient(fetch);

  /** Three turns, in each of which the page carries out a call; the whole history comes each time. */
  async function converse(): Promise<{ threadId: string; responses: LegacyResponse[] }> {
    let threadId: string | null = namesThreads ? uniqueId('thread') : null;
    const history: Readonly<Record<string, unknown>>[] = [];
    const responses: LegacyResponse[] = [];
    const ask = async (): Promise<LegacyResponse> => {
      const messages = withInstructions(history);
      const response = await client.generate({ ...data, threadId, messages }, { query });
      threadId = response.threadId;
      responses.push(response);
      history.push(...asHistory(response).flatMap((message) => asSentBack(version, message)));
      return response;
    };
    for (const turn of ['one', 'two', 'three']) {
      history.push(userText(`Turn ${turn}`, `ck-${turn}`));
      const { messages } = await ask();
      const actionExecutionId = messages.at(-1)?.id;
      const resultMessage = { actionExecutionId, actionName: 'paint', result: 'red now' };
      const id = namesThreads ? `result-${actionExecutionId}` : `ck-result-${turn}`;
      history.push({ id, createdAt: '2025-01-01T00:00:00.000Z', resultMessage });
      await ask();
    }
    return { threadId: threadId ?? '', responses };
  }

  it('chats and runs its own tools, turn after turn [v1.legacy.chat]', async () => {
    const { threadId, responses } = await converse();
    expect(responses.map(({ status }) => status.code)).toEqual(Array(6).fill('Success'));
    expect(new Set(responses.map((response) => response.threadId))).toEqual(new Set([threadId]));
    expect(responses[0]?.messages).toMatchObject([
      { __typename: 'TextMessageOutput', content: ['Painting'] },
      {
        __typename: 'ActionExecutionMessageOutput',
        name: 'paint',
        arguments: ['{"colour":', '"red"}'],
        scope: 'client',
      },
    ]);
    const { input } = agent.log.lastRun;
    expect(input.tools.map(({ name }) => name)).toEqual(['paint']);
    expect(rolesOf(input.messages)).toEqual(['system', ...TURN, ...TURN, ...TURN.slice(0, 3)]);
    const calls = input.messages.flatMap(({ toolCalls = [] }) => toolCalls.map(({ id }) => id));
    const answered = input.messages.flatMap(({ toolCallId }) => toolCallId ?? []);
    expect(answered).toEqual(calls);
  });

  it("leaves a thread in which today's clients find every message once [v1.legacy.threads]", async () => {
    const { threadId } = await converse();
    const messages = await readThread(fetch, threadId);
    expect(rolesOf(messages)).toEqual(['system', ...TURN, ...TURN, ...TURN]);
    const ids = messages.flatMap(({ id, toolCalls = [] }) => [id, ...toolCalls.map((c) => c.id)]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(messages[2]).toMatchObject({ content: 'Painting', toolCalls: [{}] });
  });
});

function rolesOf(messages: readonly Message[]): string[] {
  return messages.map(({ role }) => role);
}
