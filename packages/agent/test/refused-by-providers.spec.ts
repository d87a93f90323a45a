import { BuiltInAgent } from '../src/built-in-agent.js';
import { createRecordingLogger } from './support/recording-logger.js';
import { collectRun } from './support/run-events.js';
import {
  callsTools,
  says,
  scriptedModel,
  toolCall,
  type ScriptedTurn,
} from './support/scripted-model.js';
import type { BuiltInAgentClassicConfig } from '../src/options/agent-options.js';

function scripted(turns: readonly ScriptedTurn[], config: Partial<BuiltInAgentClassicConfig> = {}) {
  const model = scriptedModel(turns);
  return { model, agent: new BuiltInAgent({ model, ...config }) };
}

const LONE = 'a\uD83D';
const WHOLE = 'a\uFFFD';
const user = (content: string) => ({ id: 'u', role: 'user', content });
const assistant = (content: string) => ({ id: 'a', role: 'assistant', content });

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('names of tools that some provider refuses', () => {
  const tools = [
    { name: 'get.weather now', description: '', parameters: {} },
    { name: '2fa', description: '', parameters: {} },
    { name: 'get_weather_now', description: '', parameters: {} },
    { name: 'x'.repeat(100), description: '', parameters: {} },
  ];

  it('reach the model as names that each takes, and nobody else [agent.tool-names]', async () => {
    const { agent, model } = scripted([callsTools(toolCall('c1', 'get_weather_now_2'))], {
      stateTools: false,
    });
    const { events } = await collectRun(agent, { tools });

    const offered = model.calls[0]?.tools?.map(({ name }) => name) ?? [];
    expect(offered).toEqual(['get_weather_now_2', '_2fa', 'get_weather_now', 'x'.repeat(64)]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'TOOL_CALL_START', toolCallName: 'get.weather now' }),
    );
  });

  it('are the same in the history and in a forced choice', async () => {
    const { agent, model } = scripted([says('Done')], {
      toolChoice: { type: 'tool', toolName: '2fa' },
    });
    const call = {
      id: 'c1',
      type: 'function',
      function: { name: 'get.weather now', arguments: '{}' },
    };
    await collectRun(agent, {
      tools,
      messages: [
        user('A'),
        { id: 'a', role: 'assistant', toolCalls: [call] },
        { id: 't', role: 'tool', toolCallId: 'c1', content: 'sunny' },
        user('B'),
      ],
    });

    const [question] = model.calls;
    expect(question?.toolChoice).toEqual({ type: 'tool', toolName: '_2fa' });
    expect(question?.prompt[1]?.content[0]).toMatchObject({ toolName: 'get_weather_now_2' });
    expect(question?.prompt[2]?.content[0]).toMatchObject({ toolName: 'get_weather_now_2' });
  });
});

describe('a choice of a tool that the run does not have', () => {
  it('is left to the model, with a warning', async () => {
    const logger = createRecordingLogger();
    const { agent, model } = scripted([says('Hello')], {
      logger,
      overridableProperties: ['toolChoice'],
    });
    await collectRun(agent, {
      tools: [{ name: 'look', description: '', parameters: {} }],
      forwardedProps: { toolChoice: { type: 'tool', toolName: 'gone' } },
    });

    expect(model.calls[0]?.toolChoice).toEqual({ type: 'auto' });
    expect(JSON.stringify(logger.lines)).toContain('gone');
  });
});

describe('half a character', () => {
  it('is replaced wherever it stands in a question, and in results', async () => {
    const tools = [{ name: 'cut', description: LONE, execute: () => LONE }];
    const { agent, model } = scripted(
      [callsTools(toolCall('c1', 'cut', { text: LONE })), says('Done')],
      { tools },
    );
    const { events } = await collectRun(agent, {
      messages: [user(LONE)],
      context: [{ description: 'D', value: LONE }],
      state: { text: LONE },
    });

    const texts = textsIn(model.calls.map(({ prompt, tools: offered }) => [prompt, offered]));
    expect(texts.filter((text) => /\p{Surrogate}/u.test(text))).toEqual([]);
    expect(texts.filter((text) => text === WHOLE)).toHaveLength(6);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'TOOL_CALL_RESULT', content: WHOLE }),
    );
  });
});

describe('an empty description of a tool', () => {
  it('is none', async () => {
    const { agent, model } = scripted([says('Hello')], { stateTools: false });
    await collectRun(agent, { tools: [{ name: 'look', description: '', parameters: {} }] });
    expect(model.calls[0]?.tools).toEqual([
      { type: 'function', name: 'look', inputSchema: { type: 'object', properties: {} } },
    ]);
  });
});

describe('the id of a call that only its own provider takes', () => {
  it('is another one for the fallback', async () => {
    const asked = scriptedModel(
      [
        callsTools(toolCall('functions.look:0', 'look')),
        [{ type: 'error', error: { statusCode: 400, message: 'Sorry' } }],
      ],
      { provider: 'moonshot.chat' },
    );
    const fallback = scriptedModel([says('Done')], { provider: 'anthropic.messages' });
    const agent = new BuiltInAgent({
      model: asked,
      fallbackModels: [fallback],
      maxRetries: 0,
      tools: [{ name: 'look', description: 'Looks', execute: () => 'seen' }],
    });
    await collectRun(agent);

    const parts = fallback.calls[0]?.prompt.slice(1).map(({ content }) => content[0]) ?? [];
    expect(parts).toMatchObject([
      { type: 'tool-call', toolCallId: 'functions_look_0' },
      { type: 'tool-result', toolCallId: 'functions_look_0' },
    ]);
    expect(asked.calls[1]?.prompt[1]?.content).toMatchObject([{ toolCallId: 'functions.look:0' }]);
  });
});

describe('arguments that are no object', () => {
  it('go back to the model as an empty one', async () => {
    const { agent, model } = scripted([callsTools(toolCall('c1', 'look', [1])), says('Sorry')], {
      tools: [{ name: 'look', description: '', execute: () => 'seen' }],
    });
    await collectRun(agent);

    const [part] = model.calls[1]?.prompt[1]?.content ?? [];
    expect(part).toHaveProperty('input', {});
  });
});

describe('a history without a question', () => {
  it.each([
    ['is empty', []],
    ['has nothing for the model', [{ id: 's', role: 'system', content: 'Be kind' }]],
  ])('that %s begins the conversation', async (_, messages) => {
    const { agent, model } = scripted([says('Welcome')]);
    await collectRun(agent, { messages });

    expect(model.calls[0]?.prompt.map(({ role }) => role)).toEqual(['user']);
  });

  it('that ends with an answer asks the model to go on', async () => {
    const { agent, model } = scripted([says('More')]);
    await collectRun(agent, { messages: [user('A'), assistant('B ')] });

    expect(model.calls[0]?.prompt.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  });
});
