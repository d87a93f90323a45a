import { BuiltInAgent, defineTool, type BuiltInAgentClassicConfig } from '../src/index.js';
import { createFakeTracer, registerGlobalApi, type FakeGlobalApi } from './support/fake-tracing.js';
import { createRecordingLogger } from './support/recording-logger.js';
import { collectRun } from './support/run-events.js';
import {
  callsTools,
  says,
  scriptedModel,
  textBlock,
  toolCall,
  type ScriptedTurn,
} from './support/scripted-model.js';

const PRIVATE = 'my private words';
const messages = [{ id: 'u', role: 'user', content: PRIVATE }];
const echo = defineTool({
  name: 'echo',
  description: 'Echoes',
  parameters: { type: 'object', properties: { text: { type: 'string' } } },
  execute: ({ text }) => text,
});
const broken = defineTool({
  name: 'broken',
  description: 'Fails',
  execute: () => Promise.reject(new Error(PRIVATE)),
});
const approve = defineTool({ name: 'approve', description: 'Asks a person', interrupt: true });

function subject(turns: readonly ScriptedTurn[], config: Partial<BuiltInAgentClassicConfig> = {}) {
  const tracer = createFakeTracer();
  const agent = new BuiltInAgent({
    model: scriptedModel(turns, { provider: 'openai.responses', modelId: 'gpt-4o' }),
    description: 'Plans',
    logger: createRecordingLogger(),
    maxRetries: 0,
    tools: [echo, broken, approve],
    telemetry: { tracer },
    ...config,
  });
  agent.agentId = 'planner';
  return { agent, spans: tracer.spans };
}

const answered = { type: 'response-metadata', id: 'resp_1', modelId: 'gpt-4o-2024-08-06' };

describe('telemetry', () => {
  it('tells a run, its answers and its tools as spans of the GenAI conventions [agent.telemetry]', async () => {
    const { agent, spans } = subject(
      [callsTools(toolCall('c1', 'echo', { text: PRIVATE })), [answered, ...says('Done')]],
      { temperature: 0.5, maxOutputTokens: 100, stopSequences: ['END'] },
    );
    await collectRun(agent, { messages });
    const chat = {
      name: 'chat gpt-4o',
      kind: 2,
      parent: 'invoke_agent planner',
      status: 0,
      ends: 1,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.conversation.id': 'thread',
        'gen_ai.request.temperature': 0.5,
        'gen_ai.request.max_tokens': 100,
        'gen_ai.request.stop_sequences': ['END'],
        'gen_ai.response.finish_reasons': ['tool_call'],
        'gen_ai.usage.input_tokens': 10,
        'gen_ai.usage.output_tokens': 5,
        'gen_ai.usage.reasoning.output_tokens': 2,
        'gen_ai.usage.cache_read.input_tokens': 2,
        'gen_ai.usage.cache_creation.input_tokens': 1,
      },
    };
    expect(spans).toEqual([
      {
        name: 'invoke_agent planner',
        kind: 0,
        parent: undefined,
        status: 0,
        ends: 1,
        attributes: {
          'gen_ai.operation.name': 'invoke_agent',
          'gen_ai.agent.id': 'planner',
          'gen_ai.agent.name': 'planner',
          'gen_ai.agent.description': 'Plans',
          'gen_ai.conversation.id': 'thread',
          'gen_ai.provider.name': 'openai',
          'gen_ai.request.model': 'gpt-4o',
          'gen_ai.usage.input_tokens': 20,
          'gen_ai.usage.output_tokens': 10,
          'flightdeck.run.id': 'run',
          'flightdeck.run.outcome': 'success',
        },
      },
      chat,
      {
        name: 'execute_tool echo',
        kind: 0,
        parent: 'invoke_agent planner',
        status: 0,
        ends: 1,
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'echo',
          'gen_ai.tool.call.id': 'c1',
          'gen_ai.tool.type': 'function',
          'gen_ai.tool.description': 'Echoes',
        },
      },
      {
        ...chat,
        attributes: {
          ...chat.attributes,
          'gen_ai.response.finish_reasons': ['stop'],
          'gen_ai.response.id': 'resp_1',
          'gen_ai.response.model': 'gpt-4o-2024-08-06',
        },
      },
    ]);
  });

  it('holds nothing of what is said unless it is to [agent.telemetry]', async () => {
    const turns = [
      callsTools(toolCall('c1', 'echo', { text: PRIVATE }), toolCall('c2', 'broken')),
      says(PRIVATE),
    ];
    const silent = subject(turns, { prompt: PRIVATE });
    await collectRun(silent.agent, { messages });
    expect(JSON.stringify(silent.spans)).not.toContain(PRIVATE);

    const tracer = createFakeTracer();
    const { agent } = subject(
      [callsTools(textBlock('0', 'I ', 'call'), toolCall('c1', 'echo', { text: 'x' })), says('Hi')],
      { prompt: 'Be kind', stateTools: false, telemetry: { tracer, content: true } },
    );
    await collectRun(agent, { messages });
    const [, first, tool, second] = tracer.spans;
    const read = (name: string, span = first) => JSON.parse(String(span?.attributes[name]));
    expect(read('gen_ai.system_instructions')).toEqual([{ type: 'text', content: 'Be kind' }]);
    expect(read('gen_ai.input.messages')).toEqual([
      { role: 'user', parts: [{ type: 'text', content: PRIVATE }] },
    ]);
    const call = { type: 'tool_call', id: 'c1', name: 'echo' };
    expect(read('gen_ai.output.messages')).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'I call' },
          { ...call, arguments: '{"text":"x"}' },
        ],
        finish_reason: 'tool_call',
      },
    ]);
    expect(tool?.attributes).toMatchObject({
      'gen_ai.tool.call.arguments': '{"text":"x"}',
      'gen_ai.tool.call.result': 'x',
    });
    expect(read('gen_ai.input.messages', second).slice(1)).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'I call' },
          { ...call, arguments: { text: 'x' } },
        ],
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'x' }] },
    ]);
  });

  it('tells what has failed by its code [agent.telemetry]', async () => {
    const refused = Object.assign(new Error('no'), { statusCode: 401, name: 'AI_APICallError' });
    const { agent, spans } = subject([
      callsTools(toolCall('c1', 'broken')),
      [{ type: 'error', error: refused }],
    ]);
    await collectRun(agent);
    expect(
      spans.map(({ name, status, ends, attributes }) => [
        name,
        status,
        ends,
        attributes['error.type'],
      ]),
    ).toEqual([
      ['invoke_agent planner', 2, 1, 'auth_failed'],
      ['chat gpt-4o', 0, 1, undefined],
      ['execute_tool broken', 2, 1, 'tool_failed'],
      ['chat gpt-4o', 2, 1, 'auth_failed'],
    ]);
  });

  it('has a span for each attempt and each model that was asked', async () => {
    const failing = scriptedModel([[{ type: 'error', error: { statusCode: 400 } }]], {
      provider: 'google.generative-ai',
      modelId: 'gemini',
    });
    const { agent, spans } = subject([], {
      model: failing,
      fallbackModels: [scriptedModel([says('Hi')], { provider: 'amazon-bedrock', modelId: 'b' })],
    });
    await collectRun(agent);
    expect(spans.map(({ name, attributes }) => [name, attributes['gen_ai.provider.name']])).toEqual(
      [
        ['invoke_agent planner', 'gcp.gemini'],
        ['chat gemini', 'gcp.gemini'],
        ['chat b', 'aws.bedrock'],
      ],
    );
  });

  it('takes a stopped run for no failure, and ends its spans', async () => {
    const half: ScriptedTurn = async function* half() {
      yield { type: 'text-delta', id: '0', delta: 'Half' };
      await new Promise(() => {});
    };
    const { agent, spans } = subject([half]);
    await collectRun(agent, {}, ({ type }) => {
      if (type === 'TEXT_MESSAGE_CONTENT') setImmediate(() => agent.abortRun());
    });
    expect(spans.map(({ name, status, ends }) => [name, status, ends])).toEqual([
      ['invoke_agent planner', 0, 1],
      ['chat gpt-4o', 0, 1],
    ]);
    expect(spans[0]?.attributes).toMatchObject({ 'flightdeck.run.outcome': 'cancelled' });
  });

  it('has no span for what others answer', async () => {
    const { agent, spans } = subject([
      callsTools(toolCall('c1', 'approve'), toolCall('c2', 'nobody')),
    ]);
    await collectRun(agent);
    expect(spans.map(({ name }) => name)).toEqual(['invoke_agent planner', 'chat gpt-4o']);
  });

  it('never fails a run [agent.telemetry]', async () => {
    const throws = (): never => {
      throw new Error('telemetry');
    };
    const span = { setAttribute: throws, setStatus: throws, end: throws };
    for (const startSpan of [throws, () => span]) {
      const { agent } = subject([callsTools(toolCall('c1', 'echo')), says('Hi')], {
        telemetry: { tracer: { startSpan } },
      });
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      const { error } = await collectRun(agent);
      expect(error).toBeUndefined();
    }
  });

  it('is refused as something that it cannot be', () => {
    expect(() => subject([], { telemetry: { tracer: {} } as never })).toThrow(/telemetry/);
    expect(() => subject([], { telemetry: 'on' as never })).toThrow(/telemetry/);
  });
});

describe('the global OpenTelemetry API', () => {
  let api: FakeGlobalApi | undefined;

  afterEach(() => {
    api?.remove();
    api = undefined;
  });

  it('is used when the application has registered it [agent.telemetry]', async () => {
    const tracer = createFakeTracer();
    api = registerGlobalApi(tracer);
    await collectRun(subject([says('Hi')], { telemetry: true }).agent);
    expect(api.tracers).toEqual(['@flightdeck/agent']);
    expect(tracer.spans.map(({ name }) => name)).toEqual(['invoke_agent planner', 'chat gpt-4o']);
  });

  it('is left alone where telemetry is switched off [agent.telemetry]', async () => {
    const tracer = createFakeTracer();
    api = registerGlobalApi(tracer);
    await collectRun(subject([says('Hi')], { telemetry: false }).agent);
    expect(api.tracers).toEqual([]);
    expect(tracer.spans).toEqual([]);
  });

  it('is not needed', async () => {
    const { error } = await collectRun(subject([says('Hi')], { telemetry: true }).agent);
    expect(error).toBeUndefined();
  });

  it('makes models and tools work within their spans [agent.telemetry]', async () => {
    const tracer = createFakeTracer();
    const registered = (api = registerGlobalApi(tracer));
    const inner = (name: string) => {
      const parent = { getValue: () => registered.activeSpan() };
      tracer.startSpan(name, {}, parent).end();
    };
    const scripted = scriptedModel([callsTools(toolCall('c1', 'look')), says('Done')]);
    const model = {
      ...scripted,
      async doStream(options: never) {
        await Promise.resolve();
        inner('request');
        return scripted.doStream(options);
      },
    };
    const look = defineTool({
      name: 'look',
      description: 'Looks',
      async execute() {
        await Promise.resolve();
        inner('query');
      },
    });
    await collectRun(subject([], { model, tools: [look], telemetry: true }).agent);
    const parents = tracer.spans.map(({ name, parent }) => [name, parent]);
    expect(parents).toEqual([
      ['invoke_agent planner', undefined],
      ['chat script-1', 'invoke_agent planner'],
      ['request', 'chat script-1'],
      ['execute_tool look', 'invoke_agent planner'],
      ['query', 'execute_tool look'],
      ['chat script-1', 'invoke_agent planner'],
      ['request', 'chat script-1'],
    ]);
  });
});
