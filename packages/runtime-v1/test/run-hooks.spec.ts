import { afterAll, describe, expect, it } from '@jest/globals';
import {
  answer,
  collectRun,
  createGate,
  failingAgent,
  FakeClock,
  jsonOf,
  runBody,
  runBodySaying,
  runFinished,
  runStarted,
  ScriptedAgent,
  silentAgent,
  SseReader,
  terminalOf,
  textMessage,
  textOf,
  toolCall,
  until,
  withDeadline,
} from '@flightdeck/testing';
import type { OnAfterRequestOptions, OnBeforeRequestOptions } from '../src/hooks/run-hooks.js';
import { TextMessage } from '../src/messages/message.js';
import type { CopilotRuntimeConstructorParams } from '../src/options/runtime-params.js';
import { serveV1, type V1Server } from './support/v1-server.js';

const servers: V1Server[] = [];

const serve = (...parameters: Parameters<typeof serveV1>): V1Server => {
  const server = serveV1(...parameters);
  servers.push(server);
  return server;
};

const before = (
  onBeforeRequest: (options: OnBeforeRequestOptions) => void | Promise<void>,
): CopilotRuntimeConstructorParams => ({ middleware: { onBeforeRequest } });

const after = (
  onAfterRequest: (options: OnAfterRequestOptions) => void | Promise<void>,
): CopilotRuntimeConstructorParams => ({ middleware: { onAfterRequest } });

const HISTORY = [
  { id: 'r', role: 'reasoning', content: 'Hm' },
  {
    id: 'a',
    role: 'assistant',
    content: 'Let me look',
    toolCalls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a": 1}' } }],
  },
  { id: 't', role: 'tool', toolCallId: 'c', content: 'found' },
  { id: 'u', role: 'user', content: 'And now?' },
];

afterAll(async () => {
  await Promise.all(servers.map(({ runtime }) => runtime.shutdown({ graceMs: 0 })));
});

describe('onBeforeRequest', () => {
  it('leaves the messages as they are when it changes none of them', async () => {
    const plain = new ScriptedAgent();
    const hooked = new ScriptedAgent();
    const body = runBody({ messages: HISTORY });
    await collectRun(await serve(plain).rest.run('default', body));
    const { rest } = serve(
      hooked,
      before(() => undefined),
    );
    await collectRun(await rest.run('default', body));
    expect(JSON.stringify(hooked.log.lastRun.input)).toBe(JSON.stringify(plain.log.lastRun.input));
  });

  it('changes, removes and adds what the agent gets, and nothing of what is stored', async () => {
    const agent = new ScriptedAgent();
    const { rest } = serve(
      agent,
      before(({ inputMessages }) => {
        const [text] = inputMessages.splice(0, 1);
        expect(text?.id).toBe('a');
        for (const message of inputMessages) {
          if (message.isActionExecutionMessage()) message.arguments.a = 2;
          if (message.isTextMessage()) message.content = message.content.toUpperCase();
        }
        inputMessages.unshift(new TextMessage({ id: 's', role: 'system', content: 'Shout' }));
        inputMessages.push(new TextMessage({ id: 'x', role: 'user', content: 'More' }));
      }),
    );
    const body = runBody({ messages: HISTORY });
    await collectRun(await rest.run('default', body));
    expect(agent.log.lastRun.input.messages).toEqual([
      { id: 's', role: 'system', content: 'Shout' },
      HISTORY[0],
      {
        id: 'a',
        role: 'assistant',
        toolCalls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":2}' } }],
      },
      HISTORY[2],
      { id: 'u', role: 'user', content: 'AND NOW?' },
      { id: 'x', role: 'user', content: 'More' },
    ]);
    const replay = await collectRun(await rest.connect('default', { ...body, messages: [] }));
    expect(replay.text).toContain('And now?');
    for (const foreign of ['AND NOW?', 'Shout', 'More']) expect(replay.text).not.toContain(foreign);
  });

  it('changes the message it saw also where the runtime has completed the history', async () => {
    const agent = new ScriptedAgent(({ input }) => answer(input, 'First answer'));
    const { rest } = serve(
      agent,
      before(({ inputMessages }) => {
        const last = inputMessages.at(-1);
        if (last?.isTextMessage()) last.content = `${last.content}!`;
      }),
    );
    const first = runBodySaying('One');
    await collectRun(await rest.run('default', first));
    const { threadId } = first;
    await collectRun(await rest.run('default', runBodySaying('Two', { threadId })));
    const told = agent.log.lastRun.input.messages.map(({ content }) => content);
    expect(told).toEqual(['One', 'First answer', 'Two!']);
  });

  it('answers with the Response that it throws, before anything has begun', async () => {
    const agent = new ScriptedAgent();
    const { rest, single, errors } = serve(
      agent,
      before(() => {
        throw new Response('No', { status: 403, headers: { 'x-why': 'policy' } });
      }),
    );
    for (const client of [rest, single]) {
      const response = await client.run('default', runBodySaying('Hello'));
      expect([response.status, response.headers.get('x-why'), await response.text()]).toEqual([
        403,
        'policy',
        'No',
      ]);
    }
    expect(agent.log.runs).toEqual([]);
    expect(errors).toEqual([]);
  });

  it.each([
    ['development', 'middleware.onBeforeRequest failed: No database'],
    ['production', expect.stringMatching(/^Internal error \(reference .+\)$/)],
  ] as const)('refuses the run with 500 when it throws, in %s', async (environment, message) => {
    const error = new Error('No database');
    const { rest, errors } = serve(new ScriptedAgent(), {
      ...before(() => Promise.reject(error)),
      environment,
    });
    const body = runBodySaying('Hello');
    const failed = await jsonOf(await rest.run('default', body), 500);
    expect(failed).toEqual({ error: 'Failed to run agent', message });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      type: 'error',
      error,
      context: {
        source: 'runtime',
        threadId: body.threadId,
        runId: body.runId,
        agent: { name: 'default' },
        request: { operation: 'agent.run', method: 'POST', path: '/agent/default/run' },
        metadata: { phase: 'common', hook: 'middleware.onBeforeRequest' },
      },
    });
  });

  it.each([
    ['an object that looks like a message', { id: 's', role: 'system', content: 'Be brief' }],
    ['nothing', undefined],
  ])('says what is wrong where it puts %s among the messages', async (_, added) => {
    const { rest, errors } = serve(
      new ScriptedAgent(),
      before(({ inputMessages }) => void inputMessages.push(added as never)),
    );
    const { message } = await jsonOf(await rest.run('default', runBodySaying('Hello')), 500);
    expect(message).toContain('onBeforeRequest failed: inputMessages must hold v1 messages');
    expect(errors.map(({ context }) => context.metadata)).toEqual([
      { phase: 'common', hook: 'middleware.onBeforeRequest' },
    ]);
  });

  it('is called for suggestions as well, and not for an agent that does not exist', async () => {
    let calls = 0;
    const { rest } = serve(
      new ScriptedAgent(),
      before(() => void (calls += 1)),
    );
    const run = await collectRun(await rest.suggest('default', runBodySaying('Hello')));
    expect([textOf(run.events), calls]).toEqual(['Hello', 1]);
    expect((await rest.run('nobody', runBodySaying('Hello'))).status).toBe(404);
    expect(calls).toBe(1);
  });
});

describe('onAfterRequest', () => {
  it('is told what the agent has answered to calls that were there before', async () => {
    const told: OnAfterRequestOptions[] = [];
    const { rest } = serve(
      new ScriptedAgent(({ input }) => [
        runStarted(input),
        { type: 'MESSAGES_SNAPSHOT', messages: [...input.messages] },
        { type: 'TOOL_CALL_RESULT', toolCallId: 'c', messageId: 'm', role: 'tool', content: 'ok' },
        ...textMessage('n', 'Well'),
        ...toolCall({ id: 'd', name: 'g', args: { b: 1 } }),
        runFinished(input),
      ]),
      after((options) => void told.push(options)),
    );
    const messages = HISTORY.filter(({ role }) => role !== 'tool');
    await collectRun(await rest.run('default', runBody({ messages })));
    const parts = told[0]?.outputMessages.map((message) => [message.type, message.id]);
    expect(parts).toEqual([
      ['ResultMessage', 'm'],
      ['TextMessage', 'n'],
      ['ActionExecutionMessage', 'd'],
    ]);
    const [result] = told[0]?.outputMessages ?? [];
    expect(result?.isResultMessage() && result.actionName).toBe('f');
  });

  it.each([
    ['throws', failingAgent()],
    ['says so', new ScriptedAgent([{ type: 'RUN_ERROR', message: 'No', code: 'X' }])],
    ['stops in the middle', new ScriptedAgent(({ input }) => [runStarted(input)])],
  ])('is called for a run whose agent %s, which onError is told once', async (_how, agent) => {
    let calls = 0;
    const { rest, errors } = serve(
      agent,
      after(() => void (calls += 1)),
    );
    const run = await collectRun(await rest.run('default', runBodySaying('Hello')));
    expect([terminalOf(run.events).type, calls, errors.length]).toEqual(['RUN_ERROR', 1, 1]);
  });

  it('changes nothing when it fails, and onError is told', async () => {
    const error = new Error('No database');
    const { rest, errors } = serve(
      new ScriptedAgent(),
      after(() => Promise.reject(error)),
    );
    const run = await collectRun(await rest.run('default', runBodySaying('Hello')));
    expect(terminalOf(run.events).type).toBe('RUN_FINISHED');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.error).toBe(error);
    expect(errors[0]?.context.metadata).toEqual({
      phase: 'common',
      hook: 'middleware.onAfterRequest',
    });
  });

  it('is not waited for longer than ten seconds', async () => {
    const clock = new FakeClock();
    const called = createGate();
    const { rest, errors } = serve(new ScriptedAgent(), {
      clock,
      ...after(() => {
        called.open();
        return new Promise(() => undefined);
      }),
    });
    const running = rest.run('default', runBodySaying('Hello')).then(collectRun);
    await withDeadline(called.opened, 'the hook');
    clock.advance(9_999);
    expect(errors).toEqual([]);
    clock.advance(1);
    expect(terminalOf((await running).events).type).toBe('RUN_FINISHED');
    expect(String(errors[0]?.error)).toBe(
      'Error: middleware.onAfterRequest has not answered within 10000 ms',
    );
  });

  it('does not hold up a stop, and is not called for one', async () => {
    let calls = 0;
    const { rest } = serve(
      silentAgent(),
      after(() => void (calls += 1)),
    );
    const body = runBodySaying('Hello');
    const reader = new SseReader(await rest.run('default', body));
    await jsonOf(await rest.stop('default', body.threadId));
    await reader.rest();
    expect(calls).toBe(0);
    // A hook that is being waited for when the stop comes.
    const called = createGate();
    const second = serve(
      new ScriptedAgent(),
      after(() => {
        called.open();
        return new Promise(() => undefined);
      }),
    );
    const running = second.rest.run('default', body).then(collectRun);
    await withDeadline(called.opened, 'the hook');
    await jsonOf(await second.rest.stop('default', body.threadId));
    expect(terminalOf((await running).events).type).toBe('RUN_FINISHED');
  });

  it('lets interrupts and their answers through', async () => {
    const outcome = { type: 'interrupt', interrupts: [{ id: 'i', reason: 'approval' }] };
    const agent = new ScriptedAgent(({ input }) =>
      input.resume === undefined
        ? [runStarted(input), { ...runFinished(input), outcome }]
        : answer(input, JSON.stringify(input.resume)),
    );
    const { rest } = serve(agent, {
      ...before(() => undefined),
      onStopGeneration: () => undefined,
    });
    const first = runBodySaying('Hello');
    const asked = await collectRun(await rest.run('default', first));
    expect(terminalOf(asked.events).outcome).toEqual(outcome);
    const resume = [{ interruptId: 'i', status: 'resolved', payload: 'yes' }];
    const { threadId } = first;
    const resumed = await collectRun(await rest.run('default', runBody({ threadId, resume })));
    expect(textOf(resumed.events)).toContain('"payload":"yes"');
  });
});

describe('hooks', () => {
  it('are not called for the title of a thread that the agent is asked for', async () => {
    const told: unknown[] = [];
    const agent = new ScriptedAgent(({ input }) => answer(input, '{"title":"Greeting"}'));
    const { rest, runtime } = serve(agent, {
      generateThreadNames: true,
      ...after(({ runId }) => void told.push(runId)),
    });
    const body = runBodySaying('Hello');
    await collectRun(await rest.run('default', body));
    await until(() => agent.log.runs.length > 1, 'the title');
    await runtime.shutdown();
    expect(told).toEqual([body.runId]);
  });

  it('leave an agent alone when there are none', async () => {
    const agent = new ScriptedAgent();
    const { rest, runtime } = serveV1(agent, {}, false);
    const record = await runtime.mountOptions().agents;
    if (typeof record !== 'function') throw new Error('Expected a factory');
    const body = runBodySaying('Hello');
    const input = async () => ({ ...body, messages: [], tools: [], context: [] });
    const request = new Request('http://v1.test');
    const made = await record({ request, identity: null, run: { agentId: 'default', input } });
    expect(made.default).toBe(agent);
    await collectRun(await rest.run('default', body));
  });
});
