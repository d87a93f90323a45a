import { describe, expect, it } from '@jest/globals';
import { defineTool, withServerTools } from '@flightdeck/agent';
import type { RuntimeAgent } from '@flightdeck/core';
import { only, runBodySaying, terminalOf, textOf, until, userMessage } from '@flightdeck/testing';
import type {
  CopilotRuntimeChatCompletionRequest,
  CopilotServiceAdapter,
  RuntimeEventStream,
} from '../../src/index.js';
import { createDefaultAgent } from '../../src/adapters/create-default-agent.js';
import { hostAdapter, hostAgents } from './support/host-adapter.js';

const LOOK = {
  name: 'look',
  description: 'Looks at something',
  parameters: { type: 'object', properties: { at: { type: 'string' } } },
};

type Turn = (stream: RuntimeEventStream, request: CopilotRuntimeChatCompletionRequest) => unknown;

/** An adapter as applications write them. */
function adapterThat(turn: Turn): CopilotServiceAdapter {
  return {
    name: 'HouseAdapter',
    async process(request) {
      await request.eventSource.stream(async (stream) => {
        await turn(stream, request);
      });
      return { threadId: request.threadId ?? 'none' };
    },
  };
}

describe('an adapter of an application', () => {
  it('answers, and `/info` lists its agent [v1.defect.05]', async () => {
    const host = hostAdapter(
      adapterThat((stream) => {
        stream.sendTextMessageStart({ messageId: 't1' });
        stream.sendTextMessageContent({ messageId: 't1', content: 'Hello ' });
        stream.sendTextMessageContent({ messageId: 't1', content: 'you' });
        stream.sendTextMessageEnd({ messageId: 't1' });
        stream.sendActionExecutionStart({
          actionExecutionId: 'c1',
          actionName: 'look',
          parentMessageId: 't1',
        });
        stream.sendActionExecutionArgs({ actionExecutionId: 'c1', args: '{"at":' });
        stream.sendActionExecutionArgs({ actionExecutionId: 'c1', args: '"it"}' });
        stream.sendActionExecutionEnd({ actionExecutionId: 'c1' });
        stream.complete();
      }),
    );
    expect(await host.agents()).toHaveProperty('default');
    const { events } = await host.run({ tools: [LOOK] });
    expect(events).toMatchObject([
      { type: 'RUN_STARTED' },
      { type: 'TEXT_MESSAGE_START', messageId: 't1', role: 'assistant' },
      { type: 'TEXT_MESSAGE_CONTENT', delta: 'Hello ' },
      { type: 'TEXT_MESSAGE_CONTENT', delta: 'you' },
      { type: 'TEXT_MESSAGE_END' },
      { type: 'TOOL_CALL_START', toolCallId: 'c1', toolCallName: 'look', parentMessageId: 't1' },
      { type: 'TOOL_CALL_ARGS', delta: '{"at":' },
      { type: 'TOOL_CALL_ARGS', delta: '"it"}' },
      { type: 'TOOL_CALL_END', toolCallId: 'c1' },
      { type: 'RUN_FINISHED' },
    ]);
    expect(host.log.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  it('is asked with messages, actions, parameters and ids as v1 has them [v1.defect.05]', async () => {
    const requests: CopilotRuntimeChatCompletionRequest[] = [];
    const host = hostAdapter(
      adapterThat((stream, request) => {
        requests.push(request);
        stream.complete();
      }),
    );
    await host.run({
      threadId: 'thread',
      runId: 'run',
      messages: [
        userMessage('Look at it', 'u1'),
        {
          id: 'a1',
          role: 'assistant',
          content: 'Well',
          toolCalls: [
            { id: 'c1', type: 'function', function: { name: 'look', arguments: '{"at":"it"}' } },
          ],
        },
        { id: 'r1', role: 'tool', toolCallId: 'c1', content: 'seen' },
      ],
      tools: [LOOK],
      context: [{ description: 'The page', value: 'Flights' }],
      forwardedProps: { maxTokens: 9, model: 'm', toolChoice: 'required', theme: 'dark' },
    });
    const [request] = requests;
    expect(request).toMatchObject({
      threadId: 'thread',
      runId: 'run',
      model: 'm',
      forwardedParameters: { maxTokens: 9, model: 'm', toolChoice: 'required' },
      actions: [
        {
          name: 'look',
          description: 'Looks at something',
          jsonSchema: JSON.stringify(LOOK.parameters),
          available: 'enabled',
        },
      ],
      messages: [
        { type: 'TextMessage', role: 'system', content: expect.stringContaining('Flights') },
        { type: 'TextMessage', role: 'user', content: 'Look at it' },
        { type: 'TextMessage', role: 'assistant', content: 'Well' },
        { type: 'ActionExecutionMessage', id: 'c1', name: 'look', arguments: { at: 'it' } },
        { type: 'ResultMessage', actionExecutionId: 'c1', actionName: 'look', result: 'seen' },
      ],
    });
    expect(request?.messages[1]?.isTextMessage()).toBe(true);
    expect(request?.agentSession).toBeUndefined();
  });

  it('may send whole messages and calls, and answer calls itself', async () => {
    const { events } = await hostAdapter(
      adapterThat((stream) => {
        stream.sendTextMessage('t1', 'Hello');
        stream.sendActionExecution({ actionExecutionId: 'c1', actionName: 'look', args: '{}' });
        stream.sendActionExecutionResult({
          actionExecutionId: 'c1',
          actionName: 'look',
          result: 'seen',
        });
        stream.sendActionExecutionStart({ actionExecutionId: 'c2', actionName: 'look' });
        stream.sendActionExecutionResult({
          actionExecutionId: 'c2',
          actionName: 'look',
          error: { code: 'DARK', message: 'too dark' },
        });
        stream.complete();
      }),
    ).run();
    expect(textOf(events)).toBe('Hello');
    expect(events.filter(({ type }) => type === 'TOOL_CALL_RESULT')).toMatchObject([
      { toolCallId: 'c1', content: 'seen' },
      { toolCallId: 'c2', content: '{"error":{"code":"DARK","message":"too dark"},"result":""}' },
    ]);
    expect(events.filter(({ type }) => type === 'TOOL_CALL_END')).toHaveLength(2);
  });

  it('may tell the states of an agent', async () => {
    const state = {
      threadId: 'thread',
      agentName: 'a',
      runId: 'run',
      role: 'assistant',
      running: true,
    };
    const { events } = await hostAdapter(
      adapterThat((stream) => {
        const tell = (nodeName: string, active: boolean, value: unknown, running = true) =>
          stream.sendAgentStateMessage({
            ...state,
            nodeName,
            active,
            running,
            state: JSON.stringify(value),
          });
        tell('plan', true, { step: 1 });
        tell('plan', true, { step: 2 });
        tell('act', true, { step: 3 });
        tell('act', false, { step: 4 }, false);
        stream.complete();
      }),
    ).run();
    expect(events.slice(1, -1)).toMatchObject([
      { type: 'STEP_STARTED', stepName: 'plan' },
      { type: 'STATE_SNAPSHOT', snapshot: { step: 1 } },
      { type: 'STATE_SNAPSHOT', snapshot: { step: 2 } },
      { type: 'STEP_FINISHED', stepName: 'plan' },
      { type: 'STEP_STARTED', stepName: 'act' },
      { type: 'STATE_SNAPSHOT', snapshot: { step: 3 } },
      { type: 'CUSTOM', name: 'Exit' },
      { type: 'STATE_SNAPSHOT', snapshot: { step: 4 } },
      { type: 'STEP_FINISHED', stepName: 'act' },
    ]);
  });

  it('may have one id for everything, which clients then see as several', async () => {
    const { events } = await hostAdapter(
      adapterThat((stream) => {
        stream.sendTextMessage('t', 'one');
        stream.sendTextMessage('t', 'two');
        stream.sendActionExecution({
          actionExecutionId: '0',
          actionName: 'look',
          args: '{}',
          parentMessageId: 't',
        });
        stream.sendActionExecutionResult({
          actionExecutionId: '0',
          actionName: 'look',
          result: 'x',
        });
        stream.complete();
      }),
    ).run({
      messages: [
        userMessage('Hello', 'u1'),
        {
          id: 't',
          role: 'assistant',
          content: 'zero',
          toolCalls: [{ id: '0', type: 'function', function: { name: 'look', arguments: '{}' } }],
        },
        { id: 'result-0', role: 'tool', toolCallId: '0', content: 'seen' },
        userMessage('Again', 'u2'),
      ],
    });
    const idsOf = (type: string, field: string) =>
      events.filter((event) => event.type === type).map((event) => event[field]);
    const texts = idsOf('TEXT_MESSAGE_START', 'messageId');
    expect(new Set([...texts, 't']).size).toBe(3);
    expect(idsOf('TEXT_MESSAGE_END', 'messageId')).toEqual(texts);
    const calls = idsOf('TOOL_CALL_START', 'toolCallId');
    expect(calls).not.toEqual(['0']);
    expect(idsOf('TOOL_CALL_RESULT', 'toolCallId')).toEqual(calls);
    expect(idsOf('TOOL_CALL_START', 'parentMessageId')).toEqual([texts[1]]);
  });

  it('is asked again with what tools of the server have answered', async () => {
    const seen: string[][] = [];
    const adapter = adapterThat((stream, { messages, actions }) => {
      seen.push(messages.map((message) => message.type));
      expect(actions).toMatchObject([{ name: 'count' }]);
      const result = messages.at(-1);
      if (result?.isResultMessage() === true)
        stream.sendTextMessage('t1', `It is ${result.result}`);
      else stream.sendActionExecution({ actionExecutionId: 'c1', actionName: 'count', args: '{}' });
      stream.complete();
    });
    const agent = createDefaultAgent(adapter);
    const count = defineTool({
      name: 'count',
      description: 'Counts',
      parameters: { type: 'object', properties: {} },
      execute: () => '3',
    });
    const { events } = await hostAgents({
      default: withServerTools(agent as never, [count], { resultEncoding: 'v1' }),
    }).run();
    expect(textOf(events)).toBe('It is 3');
    expect(seen).toEqual([
      ['TextMessage'],
      ['TextMessage', 'ActionExecutionMessage', 'ResultMessage'],
    ]);
    expect(terminalOf(events)).toMatchObject({ type: 'RUN_FINISHED' });
  });

  it('answers for agents as well, and is told which one is asked', async () => {
    const requests: CopilotRuntimeChatCompletionRequest[] = [];
    const adapter = adapterThat((stream, request) => {
      requests.push(request);
      stream.complete();
    });
    const { client } = hostAgents({ planner: createDefaultAgent(adapter) as RuntimeAgent });
    const response = await client.run(
      'planner',
      runBodySaying('Hello', {
        threadId: 'thread',
        state: { step: 1 },
        forwardedProps: { nodeName: 'plan', config: { limit: 2 } },
      }),
    );
    await response.text();
    expect(requests[0]).toMatchObject({
      agentSession: { agentName: 'planner', threadId: 'thread', nodeName: 'plan' },
      agentStates: [{ agentName: 'planner', state: { step: 1 }, config: { limit: 2 } }],
    });
  });

  it('fails its runs alone where it cannot make its model', async () => {
    const adapter: CopilotServiceAdapter = {
      name: 'HouseAdapter',
      process: () => Promise.reject(new Error('not to be called')),
      getLanguageModel: () => {
        throw new Error('no model today');
      },
    };
    const host = hostAdapter(adapter);
    expect(await host.agents()).toHaveProperty('default');
    const { events } = await host.run();
    expect(terminalOf(events)).toMatchObject({
      type: 'RUN_ERROR',
      message: 'HouseAdapter API error: no model today',
    });
  });

  it('may go on sending when its callback has ended', async () => {
    const { events } = await hostAdapter(
      adapterThat((stream) => {
        setImmediate(() => {
          stream.sendTextMessage('t1', 'later');
          stream.complete();
        });
      }),
    ).run();
    expect(textOf(events)).toBe('later');
    expect(terminalOf(events)).toMatchObject({ type: 'RUN_FINISHED' });
  });

  it('streams when its process() has ended, as ever in v1', async () => {
    const order: string[] = [];
    const adapter: CopilotServiceAdapter = {
      async process({ eventSource }) {
        await eventSource.stream(async (stream) => {
          order.push(`stream of ${threadId}`);
          stream.complete();
        });
        const threadId = 't';
        order.push('process');
        return { threadId };
      },
    };
    await hostAdapter(adapter).run();
    expect(order).toEqual(['process', 'stream of t']);
  });

  it('hears of a stop by a signal, and nobody hears of it any more', async () => {
    let stopped = false;
    let late: (() => void) | undefined;
    const host = hostAdapter(
      adapterThat(
        (stream, { signal }) =>
          new Promise<void>(() => {
            stream.sendTextMessageStart({ messageId: 't1' });
            stream.sendTextMessageContent({ messageId: 't1', content: 'Begun' });
            late = () => stream.sendTextMessageContent({ messageId: 't1', content: 'late' });
            signal?.addEventListener('abort', () => {
              stopped = true;
            });
          }),
      ),
    );
    const body = runBodySaying('Hello');
    const answering = host.client.run('default', body);
    await until(() => late !== undefined, 'the adapter to begin');
    await host.client.stop('default', body.threadId, {});
    const text = await (await answering).text();
    late?.();
    expect(stopped).toBe(true);
    expect(text).toContain('TEXT_MESSAGE_END');
    expect(text).not.toContain('late');
    expect(host.log.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('leaves out what says nothing, such as chunks without text', async () => {
    const { events } = await hostAdapter(
      adapterThat((stream) => {
        stream.sendTextMessageStart({ messageId: 't1' });
        for (const content of ['', undefined, null, 'x']) {
          stream.sendTextMessageContent({ messageId: 't1', content: content as string });
        }
        stream.sendTextMessageEnd({ messageId: 't1' });
        stream.complete();
      }),
    ).run();
    expect(only(events, 'TEXT_MESSAGE_CONTENT')).toMatchObject({ delta: 'x' });
  });
});
