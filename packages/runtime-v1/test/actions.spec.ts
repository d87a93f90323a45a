import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { BuiltInAgent, defineTool } from '@flightdeck/agent';
import {
  callTool,
  collectRun,
  createGate,
  listenOnLoopback,
  modelAnswers,
  ModelFaultServer,
  only,
  runBodySaying,
  RuntimeClient,
  sayText,
  ScriptedAgent,
  terminalOf,
  textOf,
} from '@flightdeck/testing';
import { AIMessage } from '@langchain/core/messages';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import {
  CopilotRuntime,
  copilotRuntimeNestEndpoint,
  copilotRuntimeNextJSAppRouterEndpoint,
  copilotRuntimeNextJSPagesRouterEndpoint,
  copilotRuntimeNodeExpressEndpoint,
  copilotRuntimeNodeHttpEndpoint,
  type Action,
  type ActionsConfiguration,
} from '../src/index.js';
import { callingAgent, offeredTo } from './support/calling-agent.js';
import { recordingLogger } from './support/recording-logger.js';
import { SILENT } from './support/silent-logger.js';
import { serveV1, type V1Server } from './support/v1-server.js';

const greet: Action = {
  name: 'greet',
  description: 'Greets somebody',
  parameters: [{ name: 'name', type: 'string' }],
  handler: ({ name }: { name: string }) => `Hello ${name}`,
};

/** What LangChain's messages have. */
function aiMessage(content: unknown) {
  return { content, getType: (): string => 'ai' };
}

interface Asked {
  readonly tools?: readonly unknown[];
  readonly forwardedProps?: unknown;
}

async function ask({ rest }: V1Server, asked: Asked = {}) {
  return collectRun(await rest.run('default', runBodySaying('Hello', { ...asked })));
}

describe('actions', () => {
  it('reach the agent, are run on the server, and the agent goes on with the result [v1.defect.03] [v1.defect.04]', async () => {
    const agent = callingAgent('greet', { name: 'Ada' });
    const run = await ask(serveV1(agent, { actions: [greet] }));
    expect(only(run.events, 'TOOL_CALL_RESULT')).toMatchObject({ content: 'Hello Ada' });
    expect(textOf(run.events)).toBe('Told: Hello Ada');
    expect(agent.log.lastRun.input.tools).toEqual([
      {
        name: 'greet',
        description: 'Greets somebody',
        parameters: {
          type: 'object',
          properties: { name: { type: 'string' } },
          required: ['name'],
        },
      },
    ]);
    expect(terminalOf(run.events).type).toBe('RUN_FINISHED');
  });

  it('are made for each request by a function, which knows its properties and the page [v1.defect.03]', async () => {
    const asked: unknown[] = [];
    const actions: ActionsConfiguration = (context) => {
      asked.push(context);
      return [{ name: 'whoami', handler: () => context.properties.user }];
    };
    const server = serveV1(callingAgent('whoami'), { actions });
    await server.rest.info();
    const run = await ask(server, { forwardedProps: { user: 'ada' } });
    expect(textOf(run.events)).toBe('Told: ada');
    expect(asked).toEqual([{ properties: { user: 'ada' }, url: 'http://page.test/chat' }]);
  });

  it.each([
    ['a text', () => 'plain', 'plain'],
    ['nothing', () => undefined, ''],
    ['null', () => null, 'null'],
    ['an object', async () => ({ a: 1 }), '{"a":1}'],
    ['a message of LangChain', () => aiMessage('said'), 'said'],
    [
      'blocks of a message',
      () => aiMessage([{ type: 'text', text: 'a' }, { type: 'image' }, 'b']),
      'ab',
    ],
    [
      'a stream of texts',
      () => new Blob(['one ', 'two']).stream().pipeThrough(new TextDecoderStream()),
      'one two',
    ],
    [
      'a stream of messages',
      async function* chunks() {
        yield aiMessage('one ');
        yield aiMessage('two');
      },
      'one two',
    ],
    ['a message of the package', () => new AIMessage('said'), 'said'],
    [
      'a stream of the package',
      () => new FakeListChatModel({ responses: ['one two'] }).stream('Hello'),
      'one two',
    ],
    [
      'a stream of values',
      async function* values() {
        yield { progress: 1 };
        yield { progress: 2 };
      },
      '{"progress":2}',
    ],
  ])('tell %s without quotes around it [v1.defect.04]', async (_what, handler, content) => {
    const run = await ask(serveV1(callingAgent('act'), { actions: [{ name: 'act', handler }] }));
    expect(only(run.events, 'TOOL_CALL_RESULT')).toMatchObject({ content });
  });

  it('that throw have a result, are reported, and the agent goes on [v1.defect.04]', async () => {
    const handler = () => {
      throw new Error('No such city');
    };
    const server = serveV1(callingAgent('fail'), { actions: [{ name: 'fail', handler }] });
    const run = await ask(server);
    expect(JSON.parse(String(only(run.events, 'TOOL_CALL_RESULT')['content']))).toEqual({
      error: { code: 'HANDLER_ERROR', message: 'No such city' },
      result: '',
    });
    expect(terminalOf(run.events).type).toBe('RUN_FINISHED');
    expect(server.errors).toHaveLength(1);
    expect(server.errors[0]).toMatchObject({
      type: 'error',
      context: { metadata: { action: 'fail' } },
      error: { message: 'No such city' },
    });
  });

  it.each([
    ['misses what is required', {}],
    ['has the wrong type', { name: 7 }],
    ['is no object', 'x'],
  ])('are not called with an argument that %s', async (_what, args) => {
    const calls: unknown[] = [];
    const handler = (given: unknown) => calls.push(given);
    const actions = [{ ...greet, handler }];
    const run = await ask(serveV1(callingAgent('greet', args), { actions }));
    expect(JSON.parse(String(only(run.events, 'TOOL_CALL_RESULT')['content']))).toEqual({
      error: { code: 'INVALID_ARGUMENTS', message: 'Failed to parse action arguments' },
      result: '',
    });
    expect(calls).toEqual([]);
  });

  it('without a handler are left to the browser', async () => {
    const run = await ask(serveV1(callingAgent('ask'), { actions: [{ name: 'ask' }] }));
    expect(run.types).not.toContain('TOOL_CALL_RESULT');
    expect(terminalOf(run.events).type).toBe('RUN_FINISHED');
  });

  it('give way to a tool of the browser with the same name', async () => {
    const agent = callingAgent('greet', { name: 'Ada' });
    const tools = [{ name: 'greet', description: 'In the page', parameters: { type: 'object' } }];
    const run = await ask(serveV1(agent, { actions: [greet] }), { tools });
    expect(agent.log.lastRun.input.tools).toEqual(tools);
    expect(run.types).not.toContain('TOOL_CALL_RESULT');
  });

  it('give way to a tool of the agent with the same name', async () => {
    const model = await ModelFaultServer.start(
      modelAnswers([callTool('greet', { name: 'Ada' })]),
      modelAnswers([sayText('Done')]),
    );
    const own = defineTool({ name: 'greet', description: 'Own', execute: () => 'by the agent' });
    const agent = new BuiltInAgent({
      model: 'openai/gpt-4o',
      apiKey: 'key',
      baseURL: model.v1,
      tools: [own],
    });
    const run = await ask(serveV1(agent, { actions: [greet] }));
    await model.close();
    expect(only(run.events, 'TOOL_CALL_RESULT')).toMatchObject({ content: 'by the agent' });
    expect(textOf(run.events)).toBe('Done');
  });

  it('count once by name, the first one, with a warning', async () => {
    const { logger, lines } = recordingLogger();
    const agent = callingAgent('greet', { name: 'Ada' });
    const actions = [greet, { name: 'greet', handler: () => 'second' }];
    const server = serveV1(agent, { actions, logger });
    const run = await ask(server);
    await ask(server);
    expect(textOf(run.events)).toBe('Told: Hello Ada');
    expect(offeredTo(agent)).toEqual(['greet']);
    expect(lines.filter((line) => line.includes('two actions named "greet"'))).toHaveLength(1);
  });

  it('with a reserved name are left out with a warning', async () => {
    const { logger, lines } = recordingLogger();
    const agent = callingAgent('greet', { name: 'Ada' });
    const actions = [greet, { name: 'copilotkit_x', handler: () => '' }];
    await ask(serveV1(agent, { actions, logger }));
    expect(offeredTo(agent)).toEqual(['greet']);
    expect(lines.join()).toContain('"copilotkit_x"');
  });

  it.each([
    ['a text', 'greet', 'actions must be an array'],
    [
      'an action without a name',
      [{ handler: () => '' }],
      'actions[0] must be an object with a name',
    ],
    ['a handler that is none', [{ name: 'a', handler: 'b' }], 'The handler of actions[0] ("a")'],
    [
      'a description that is none',
      [{ name: 'a', description: 1 }],
      'The description of actions[0]',
    ],
    [
      'parameters that are no list',
      [{ name: 'a', parameters: {} }],
      'The parameters of actions[0]',
    ],
    ['a nameless parameter', [{ name: 'a', parameters: [{}] }], 'Each parameter of actions[0]'],
    [
      'an enum that is none',
      [{ name: 'a', parameters: [{ name: 'b', enum: 'c' }] }],
      'The enum of "b" of actions[0]',
    ],
  ])('are refused at construction: %s', (_what, actions, message) => {
    expect(() => new CopilotRuntime({ actions: actions as never })).toThrow(message);
  });

  it('of a function that fails, or gives none, fail the run and are reported', async () => {
    for (const make of [() => 'none', () => Promise.reject(new Error('no database'))]) {
      const server = serveV1(new ScriptedAgent(), { actions: make as never });
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const run = await ask(server);
      expect(terminalOf(run.events).type).toBe('RUN_ERROR');
      expect(server.errors[0]).toMatchObject({ context: { metadata: { option: 'actions' } } });
    }
  });

  it('learn that the run was stopped', async () => {
    const aborted = createGate();
    const begun = createGate();
    const server = serveV1(callingAgent('wait'), {
      actions: [
        {
          name: 'wait',
          handler: async (_args, { signal }) => {
            signal.addEventListener('abort', () => aborted.open());
            begun.open();
            await aborted.opened;
          },
        },
      ],
    });
    const body = runBodySaying('Hello');
    const running = server.rest.run('default', body).then(collectRun);
    await begun.opened;
    await server.rest.request(`/agent/default/stop/${body.threadId}`, { method: 'POST' });
    await aborted.opened;
    expect(textOf((await running).events)).toBe('');
  });
});

describe('every endpoint helper', () => {
  const helpers = {
    copilotRuntimeNextJSAppRouterEndpoint,
    copilotRuntimeNextJSPagesRouterEndpoint,
    copilotRuntimeNodeHttpEndpoint,
    copilotRuntimeNodeExpressEndpoint,
    copilotRuntimeNestEndpoint,
  };

  it.each(Object.entries(helpers))('%s brings tools [v1.defect.03]', async (_name, helper) => {
    const agent = callingAgent('greet', { name: 'Ada' });
    const runtime = new CopilotRuntime({
      agents: { default: agent },
      actions: [greet],
      mcpServers: [{ endpoint: 'https://mcp.example/' }],
      createMCPClient: async () => ({ tools: async () => ({ lookup: { execute: () => '' } }) }),
      logger: SILENT,
    });
    const made = helper({ runtime, endpoint: '/api/copilotkit' });
    const isFetch = 'handleRequest' in made;
    const server = isFetch
      ? null
      : await listenOnLoopback(createServer(made as unknown as RequestListener));
    const client = new RuntimeClient({
      baseUrl: `${server?.origin ?? 'http://v1.test'}/api/copilotkit`,
      transport: 'single',
      ...(isFetch ? { fetch: (url, init) => made.handleRequest(new Request(url, init)) } : {}),
    });
    const run = await collectRun(await client.run('default', runBodySaying('Hello')));
    expect(textOf(run.events)).toBe('Told: Hello Ada');
    expect(offeredTo(agent)).toEqual(['greet', 'lookup']);
    await server?.close();
  });
});
