import { BuiltInAgent, defineTool, type BuiltInAgentClassicConfig } from '../src/index.js';
import { collectRun, type AgentEventRecord } from './support/run-events.js';
import {
  callsTools,
  finish,
  says,
  scriptedModel,
  textBlock,
  toolCall,
  type ScriptedTurn,
} from './support/scripted-model.js';

const types = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);
const ofType = (events: readonly AgentEventRecord[], type: string) =>
  events.filter((event) => event.type === type);

const SILENT = { debug: () => {}, warn: () => {}, error: () => {} };

const add = defineTool({
  name: 'add',
  description: 'Adds',
  parameters: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } } },
  execute: ({ a, b }) => Number(a) + Number(b),
});
const approve = defineTool({
  name: 'approve',
  description: 'Asks a person',
  interrupt: true,
  interruptReason: 'approval',
  interruptMessage: 'Really?',
});
const PICK = { name: 'pick', description: 'Picks', parameters: { type: 'object' } };

function subject(turns: readonly ScriptedTurn[], config: Partial<BuiltInAgentClassicConfig> = {}) {
  const model = scriptedModel(turns);
  return { model, agent: new BuiltInAgent({ model, logger: SILENT, ...config }) };
}

describe('a run', () => {
  it('tells a text answer as one message between RUN_STARTED and RUN_FINISHED', async () => {
    const { agent } = subject([says('Hel', '', 'lo')]);
    const { events, error } = await collectRun(agent);
    expect(error).toBeUndefined();
    expect(types(events)).toEqual([
      'RUN_STARTED',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
  });

  it('tells usage and the reason of the end [agent.usage]', async () => {
    const { agent } = subject([callsTools(toolCall('c1', 'add')), says('Done')], { tools: [add] });
    const { events } = await collectRun(agent);
    expect(events.at(-1)).toEqual({
      type: 'RUN_FINISHED',
      threadId: 'thread',
      runId: 'run',
      metadata: { finishReason: 'stop' },
      usage: [
        {
          provider: 'scripted.chat',
          model: 'script-1',
          inputTokens: 20,
          outputTokens: 10,
          totalTokens: 30,
          reasoningTokens: 4,
          cachedInputTokens: 4,
          cacheWriteInputTokens: 2,
        },
      ],
    });
  });

  it('gives the tool calls of each step a parent of their own [agent.ids]', async () => {
    const { agent } = subject(
      [
        [...textBlock('0', 'First'), ...toolCall('c1', 'add'), finish('tool-calls')],
        callsTools(toolCall('c2', 'add')),
        callsTools(toolCall('c3', 'add')),
        says('Done'),
      ],
      { tools: [add] },
    );
    const { events } = await collectRun(agent);
    const text = ofType(events, 'TEXT_MESSAGE_START')[0]?.messageId;
    const parents = ofType(events, 'TOOL_CALL_START').map(({ parentMessageId }) => parentMessageId);
    expect(parents[0]).toBe(text);
    expect(new Set(parents).size).toBe(3);
  });

  it('asks the model at most maxSteps times [agent.steps]', async () => {
    const { agent, model } = subject([callsTools(toolCall('c', 'add'))], {
      tools: [add],
      maxSteps: 3,
    });
    const { events } = await collectRun(agent);
    expect(model.calls).toHaveLength(3);
    expect(ofType(events, 'TOOL_CALL_RESULT')).toHaveLength(3);
    expect(events.at(-1)).toMatchObject({ metadata: { finishReason: 'tool-calls' } });
  });

  it('forces a call in the first step only [agent.tool-choice]', async () => {
    const { agent, model } = subject([callsTools(toolCall('c', 'add')), says('Done')], {
      tools: [add],
      toolChoice: 'required',
    });
    await collectRun(agent);
    expect(model.calls.map(({ toolChoice }) => toolChoice)).toEqual([
      { type: 'required' },
      { type: 'auto' },
    ]);
  });

  it('does not force a call again when the browser has answered one', async () => {
    const { agent, model } = subject([says('Done')], { toolChoice: 'required' });
    await collectRun(agent, {
      tools: [PICK],
      messages: [
        { id: 'u', role: 'user', content: 'Hi' },
        {
          id: 'a',
          role: 'assistant',
          toolCalls: [{ id: 'c', type: 'function', function: { name: 'pick', arguments: '{}' } }],
        },
        { id: 't', role: 'tool', toolCallId: 'c', content: 'red' },
      ],
    });
    expect(model.calls[0]?.toolChoice).toEqual({ type: 'auto' });
  });

  it('runs server tools of a step whose other call waits for the browser [agent.frontend-tools]', async () => {
    const { agent, model } = subject([callsTools(toolCall('c1', 'pick'), toolCall('c2', 'add'))], {
      tools: [add],
    });
    const { events } = await collectRun(agent, { tools: [PICK], protocolVersion: '1.0' });
    expect(model.calls).toHaveLength(1);
    expect(ofType(events, 'TOOL_CALL_RESULT').map(({ toolCallId }) => toolCallId)).toEqual(['c2']);
    expect(events.at(-1)).toMatchObject({
      outcome: { type: 'success', pendingToolCallIds: ['c1'] },
    });
  });

  it('tells older clients nothing of pending calls', async () => {
    const { agent } = subject([callsTools(toolCall('c1', 'pick'))]);
    const { events } = await collectRun(agent, { tools: [PICK] });
    expect(events.at(-1)).not.toHaveProperty('outcome');
  });

  it('waits for a person, and goes on with the answer [agent.interrupts]', async () => {
    const { agent, model } = subject([callsTools(toolCall('c1', 'approve')), says('Done')], {
      tools: [approve],
    });
    const first = await collectRun(agent);
    expect(first.events.at(-1)).toMatchObject({
      outcome: {
        type: 'interrupt',
        interrupts: [{ id: 'c1', toolCallId: 'c1', reason: 'approval', message: 'Really?' }],
      },
    });
    const second = await collectRun(agent, {
      messages: [
        { id: 'u', role: 'user', content: 'Hi' },
        {
          id: 'a',
          role: 'assistant',
          toolCalls: [
            { id: 'c1', type: 'function', function: { name: 'approve', arguments: '{}' } },
          ],
        },
      ],
      resume: [{ interruptId: 'c1', status: 'resolved', payload: { yes: true } }],
    });
    expect(second.error).toBeUndefined();
    // Without it, the next turn would find a call that nobody has answered.
    expect(second.events[1]).toMatchObject({
      type: 'TOOL_CALL_RESULT',
      toolCallId: 'c1',
      content: '{"yes":true}',
    });
    expect(model.calls[1]?.prompt.at(-1)).toMatchObject({
      role: 'tool',
      content: [{ toolCallId: 'c1', toolName: 'approve' }],
    });
  });

  it('goes on when a person has answered some of the questions', async () => {
    const { agent, model } = subject([says('Done')], { tools: [approve], historyRepair: 'error' });
    const calls = ['c1', 'c2'].map((id) => ({
      id,
      type: 'function',
      function: { name: 'approve', arguments: '{}' },
    }));
    const { error } = await collectRun(agent, {
      messages: [
        { id: 'u', role: 'user', content: 'Hi' },
        { id: 'a', role: 'assistant', toolCalls: calls },
      ],
      resume: [{ interruptId: 'c1', status: 'cancelled' }],
    });
    expect(error).toBeUndefined();
    expect(model.calls[0]?.prompt.at(-1)).toMatchObject({
      role: 'tool',
      content: [
        { toolCallId: 'c1', output: { value: '{"status":"cancelled"}' } },
        { toolCallId: 'c2', output: { value: expect.stringContaining('not been answered yet') } },
      ],
    });
  });

  it('gives each call of a thread an id of its own [agent.ids]', async () => {
    const { agent } = subject(
      [
        callsTools(toolCall('c1', 'add'), toolCall('', 'add'), toolCall('c1', 'add')),
        callsTools(toolCall('c1', 'add')),
        says('Done'),
      ],
      { tools: [add] },
    );
    const { events, error } = await collectRun(agent, {
      messages: [
        {
          id: 'a',
          role: 'assistant',
          toolCalls: [{ id: 'c1', type: 'function', function: { name: 'add', arguments: '{}' } }],
        },
        { id: 't', role: 'tool', toolCallId: 'c1', content: '1' },
        { id: 'u', role: 'user', content: 'Again' },
      ],
    });
    expect(error).toBeUndefined();
    const ids = ofType(events, 'TOOL_CALL_START').map(({ toolCallId }) => toolCallId);
    expect(new Set(['c1', '', ...ids]).size).toBe(6);
    expect(ofType(events, 'TOOL_CALL_RESULT').map(({ toolCallId }) => toolCallId)).toEqual(ids);
  });

  it('shows later steps the state as it has become [agent.state]', async () => {
    const { agent, model } = subject(
      [
        callsTools(toolCall('c1', 'AGUISendStateSnapshot', { snapshot: { city: 'Oslo' } })),
        says(''),
      ],
      { prompt: 'Be kind.' },
    );
    await collectRun(agent, { state: { city: 'Rome' } });
    const systems = model.calls.map(({ prompt }) => JSON.stringify(prompt[0]));
    expect(systems[0]).toContain('Rome');
    expect(systems[1]).toContain('Oslo');
    expect(systems[1]).not.toContain('Rome');
  });

  it('asks a prompt function once, with the run that it is for [agent.hooks]', async () => {
    const contexts: unknown[] = [];
    const { agent, model } = subject([callsTools(toolCall('c1', 'add')), says('Done')], {
      tools: [add],
      prompt: async (context) => {
        contexts.push(context);
        return 'Be brief.';
      },
    });
    agent.headers = { 'x-user': 'ann' };
    await collectRun(agent, { state: { a: 1 } });
    expect(contexts).toMatchObject([
      { threadId: 'thread', runId: 'run', headers: { 'x-user': 'ann' }, state: { a: 1 } },
    ]);
    expect(model.calls.every(({ prompt }) => JSON.stringify(prompt[0]).includes('Be brief.'))).toBe(
      true,
    );
  });

  it('shows the model what compactHistory has kept', async () => {
    const { agent, model } = subject([says('Done')], {
      compactHistory: (messages) => messages.slice(-1),
    });
    await collectRun(agent, {
      messages: [
        { id: 'u1', role: 'user', content: 'Old' },
        { id: 'u2', role: 'user', content: 'New' },
      ],
    });
    expect(JSON.stringify(model.calls[0]?.prompt)).not.toContain('Old');
    expect(JSON.stringify(model.calls[0]?.prompt)).toContain('New');
  });

  it('forces the one tool of a request for suggestions, and offers no other [agent.suggestions]', async () => {
    const { agent, model } = subject([callsTools(toolCall('c1', 'copilotkitSuggest'))], {
      tools: [add],
    });
    const { events } = await collectRun(agent, {
      tools: [{ name: 'copilotkitSuggest', description: 'Suggests', parameters: {} }, PICK],
      forwardedProps: {
        toolChoice: { type: 'function', function: { name: 'copilotkitSuggest' } },
      },
    });
    expect(model.calls[0]?.tools?.map(({ name }) => name)).toEqual(['copilotkitSuggest']);
    expect(model.calls[0]?.toolChoice).toEqual({ type: 'tool', toolName: 'copilotkitSuggest' });
    expect(ofType(events, 'TOOL_CALL_RESULT')).toEqual([]);
  });

  it('applies overrides of the request that are listed, and no others [agent.overrides]', async () => {
    const { agent, model } = subject([says('Done')], {
      prompt: 'Be brief.',
      temperature: 0.5,
      overridableProperties: ['prompt'],
    });
    await collectRun(agent, { forwardedProps: { prompt: 'Be long.', temperature: 1 } });
    expect(model.calls[0]).toMatchObject({ temperature: 0.5 });
    expect(JSON.stringify(model.calls[0]?.prompt[0])).toContain('Be long.');
  });

  it('asks the next model when the first fails, and no step twice [agent.fallbacks]', async () => {
    const failing = scriptedModel([
      [{ type: 'error', error: Object.assign(new Error('down'), { statusCode: 400 }) }],
    ]);
    const { agent, model } = subject([callsTools(toolCall('c1', 'add')), says('Done')], {
      tools: [add],
    });
    const withFallback = new BuiltInAgent({
      model: failing,
      fallbackModels: [model],
      tools: [add],
      logger: SILENT,
    });
    const { events, error } = await collectRun(withFallback);
    expect(error).toBeUndefined();
    expect(ofType(events, 'TOOL_CALL_RESULT')).toHaveLength(1);
    expect(agent).toBeDefined();
  });

  it('sends the provider no header of the request but the listed ones [agent.headers]', async () => {
    const { agent, model } = subject([says('Done')], { forwardHeaders: ['X-Trace'] });
    agent.headers = { authorization: 'Bearer secret', 'x-trace': '7', 'x-other': '8' };
    await collectRun(agent);
    expect(model.calls[0]?.headers).toEqual({ 'x-trace': '7' });
    const silent = subject([says('Done')]);
    silent.agent.headers = { authorization: 'Bearer secret' };
    await collectRun(silent.agent);
    expect(silent.model.calls[0]?.headers ?? {}).toEqual({});
  });

  it('reports steps and the end to hooks, whose failures change nothing [agent.hooks]', async () => {
    const steps: unknown[] = [];
    const ends: unknown[] = [];
    const { agent } = subject([callsTools(toolCall('c1', 'add')), says('Done')], {
      tools: [add],
      onStep: (step) => {
        steps.push(step);
        throw new Error('hook');
      },
      onFinish: (report) => {
        ends.push(report);
        throw new Error('hook');
      },
    });
    const { error } = await collectRun(agent);
    expect(error).toBeUndefined();
    expect(steps).toMatchObject([
      { step: 1, finishReason: 'tool-calls', toolCalls: [{ toolCallId: 'c1', toolName: 'add' }] },
      { step: 2, finishReason: 'stop', toolCalls: [] },
    ]);
    expect(ends).toMatchObject([{ outcome: 'success', steps: 2 }]);
  });

  it('tells preliminary results of a tool, and one final one', async () => {
    const count = defineTool({
      name: 'count',
      description: 'Counts',
      async *execute() {
        yield 1;
        yield 2;
      },
    });
    const { agent } = subject([callsTools(toolCall('c1', 'count')), says('Done')], {
      tools: [count],
    });
    const { events } = await collectRun(agent);
    expect(ofType(events, 'CUSTOM')[0]).toMatchObject({
      name: 'tool_progress',
      value: { toolCallId: 'c1', toolName: 'count', content: '1' },
    });
    expect(ofType(events, 'TOOL_CALL_RESULT')).toMatchObject([{ content: '2' }]);
  });
});
