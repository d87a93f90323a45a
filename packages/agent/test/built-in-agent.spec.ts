import { AbstractAgent } from '@ag-ui/client';
import { jest } from '@jest/globals';
import {
  AgentConfigError,
  LearnedSkillsError,
  BasicAgent,
  BuiltInAgent,
  type AgentLogger,
  type BuiltInAgentClassicConfig,
} from '../src/index.js';
import { collectRun, runInput } from './support/run-events.js';
import { says, scriptedModel } from './support/scripted-model.js';

function agentOf(config: Partial<BuiltInAgentClassicConfig> = {}): BuiltInAgent {
  return new BuiltInAgent({ model: scriptedModel([says('Hi')]), ...config });
}

function recordingLogger() {
  const warnings: string[] = [];
  const logger: AgentLogger = {
    debug: () => {},
    warn: (message) => warnings.push(message),
    error: () => {},
  };
  return { logger, warnings };
}

describe('BuiltInAgent', () => {
  it('is an AG-UI agent whose class is called so [agent.class]', () => {
    const agent = agentOf({ description: 'Helps' });
    expect(agent).toBeInstanceOf(AbstractAgent);
    expect(agent.constructor.name).toBe('BuiltInAgent');
    expect(agent.description).toBe('Helps');
  });

  it('keeps its options where older runtimes add tools, and runs with what they added [agent.config]', async () => {
    const model = scriptedModel([says('Hi')]);
    const agent = new BuiltInAgent({ model });
    const config = Reflect.get(agent, 'config') as BuiltInAgentClassicConfig;
    const added = { name: 'added', description: 'Added later', execute: () => 1 };
    Reflect.set(agent, 'config', { ...config, tools: [added] });
    await collectRun(agent);
    expect(model.calls[0]?.tools?.map(({ name }) => name)).toContain('added');

    const inPlace = agent.clone();
    Object.assign(Reflect.get(inPlace, 'config') as object, { tools: [] });
    await collectRun(inPlace);
    await collectRun(agent);
    expect(model.calls[1]?.tools?.map(({ name }) => name)).not.toContain('added');
    expect(model.calls[2]?.tools?.map(({ name }) => name)).toContain('added');
  });

  it('is cloned with everything that belongs to it [agent.clone]', async () => {
    const agent = agentOf({ description: 'Helps' });
    const noticed = jest.fn<() => void>();
    agent.agentId = 'helper';
    agent.threadId = 'thread-7';
    agent.headers = { 'x-tenant': 'acme' };
    agent.setMessages([{ id: 'u', role: 'user', content: 'Hi' }]);
    agent.setState({ a: 1 });
    agent.subscribe({ onRunFinishedEvent: () => noticed() });
    agent.use((input, next) => {
      noticed();
      return next.run(input);
    });
    const clone = agent.clone();
    expect(clone).toBeInstanceOf(BuiltInAgent);
    expect(clone).toMatchObject({
      agentId: 'helper',
      description: 'Helps',
      threadId: 'thread-7',
      headers: { 'x-tenant': 'acme' },
      messages: [{ id: 'u', role: 'user', content: 'Hi' }],
      state: { a: 1 },
    });
    expect(clone.headers).not.toBe(agent.headers);
    await clone.runAgent({ runId: 'run' });
    expect(noticed).toHaveBeenCalledTimes(2);
  });

  it('clones agents of classes that extend it', () => {
    class Special extends BuiltInAgent {
      constructor() {
        super({ model: scriptedModel([says('Hi')]) });
      }
    }
    expect(new Special().clone()).toBeInstanceOf(Special);
    expect(new Special().constructor.name).toBe('Special');
  });

  it('refuses a second run at once, and takes the next when the first has ended [agent.instance]', async () => {
    const agent = agentOf();
    const first = collectRun(agent);
    expect(() => agent.run(runInput() as never)).toThrow(/^Agent is already running\./);
    await first;
    expect((await collectRun(agent)).error).toBeUndefined();
  });

  it('takes a run while another one waits for a subscriber', async () => {
    const agent = agentOf();
    agent.run(runInput() as never);
    expect((await collectRun(agent)).error).toBeUndefined();
  });

  it('lets a clone run beside it', async () => {
    const agent = agentOf();
    const runs = await Promise.all([collectRun(agent), collectRun(agent.clone())]);
    expect(runs.map(({ error }) => error)).toEqual([undefined, undefined]);
  });

  it.each([
    ['a model string that nobody knows', { model: 'nobody/nothing' }, 'invalid_model'],
    ['a model string without a provider', { model: 'gpt-4o' }, 'invalid_model'],
    ['something that is no model', { model: null as never }, 'invalid_model'],
    [
      'a prompt function that throws',
      {
        prompt: () => {
          throw new Error('no prompt');
        },
      },
      'internal',
    ],
  ])(
    'tells of %s by RUN_ERROR and takes the next run [agent.instance]',
    async (_, config, code) => {
      const agent = agentOf({ ...config, logger: recordingLogger().logger });
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const { events, error } = await collectRun(agent);
        expect(events.map(({ type }) => type)).toEqual(['RUN_STARTED', 'RUN_ERROR']);
        expect(events[1]).toMatchObject({ code });
        expect(error).toMatchObject({ name: 'AgentRunError', code });
      }
    },
  );

  it('runs with frontend tools of any shape (D5)', async () => {
    const tools = [
      { name: 'bare', description: 'No parameters' },
      { name: 'union', description: 'x', parameters: { anyOf: [{ type: 'object' }] } },
      { description: 'No name' },
    ];
    const agent = agentOf({ logger: recordingLogger().logger });
    expect((await collectRun(agent, { tools })).error).toBeUndefined();
  });

  it('tells what it can do, in the words of the configuration where there are some [agent.capabilities]', async () => {
    expect(await agentOf().getCapabilities()).toEqual({
      tools: { supported: true, clientProvided: true },
      transport: { streaming: true },
      humanInTheLoop: { interrupts: true },
    });
    const agent = agentOf({ capabilities: { tools: { supported: false }, custom: { a: 1 } } });
    expect(await agent.getCapabilities()).toMatchObject({
      tools: { supported: false },
      custom: { a: 1 },
      transport: { streaming: true },
    });
  });

  it('says what a request may override', () => {
    const agent = agentOf({ overridableProperties: ['temperature'] });
    expect(agent.canOverride('temperature')).toBe(true);
    expect(agent.canOverride('model')).toBe(false);
  });

  it('says whose server its model is on', () => {
    expect(agentOf().modelHostClass).toBe('unknown');
    expect(agentOf({ model: 'anthropic/claude-sonnet-4-5' }).modelHostClass).toBe('anthropic');
    const local = agentOf({ model: 'openai/x', baseURL: 'http://localhost:1234/v1' });
    expect(local.modelHostClass).toBe('local');
  });

  it.each([
    ['maxSteps', -1],
    ['maxSteps', 1.5],
    ['temperature', Number.NaN],
    ['tools', {}],
    ['onToolError', 'ignore'],
    ['overridableProperties', ['apiKey']],
    ['prompt', 7],
  ])('refuses %s %p at once [agent.options]', (name, value) => {
    expect(() => agentOf({ [name]: value })).toThrow(AgentConfigError);
    expect(() => agentOf({ [name]: value })).toThrow(`'${name}'`);
  });

  it('refuses a tool with a reserved name at once', () => {
    const tools = [{ name: 'AGUISendStateDelta', description: 'x', execute: () => 1 }];
    expect(() => agentOf({ tools })).toThrow(AgentConfigError);
  });

  it.each([
    ['an agent', { model: 'openai/gpt-4o' }],
    ['a factory', { type: 'custom', factory: async function* () {} }],
  ])('refuses learnedSkills of %s, which it does not have [agent.options]', (_, config) => {
    const skills = { learnedSkills: { containerId: 'c' } };
    // JavaScript has no types that would refuse it.
    const skilled = Object.assign(skills, config) as unknown as BuiltInAgentClassicConfig;
    for (const expected of [AgentConfigError, LearnedSkillsError, 'learnedSkills']) {
      expect(() => new BuiltInAgent(skilled)).toThrow(expected);
    }
    expect(new LearnedSkillsError('')).toMatchObject({ code: 'INVALID_CONFIG' });
  });

  it('warns of unknown options in development, once for an agent and its clones', async () => {
    const { logger, warnings } = recordingLogger();
    const misspelt = { temprature: 1 };
    const agent = agentOf({ ...misspelt, logger, environment: 'development' });
    await collectRun(agent.clone());
    expect(warnings).toEqual([expect.stringContaining('temprature')]);
    const silent = recordingLogger();
    agentOf({ ...misspelt, logger: silent.logger, environment: 'production' });
    expect(silent.warnings).toEqual([]);
  });
});

describe('BasicAgent', () => {
  it('is a BuiltInAgent that names its replacement once [agent.class]', () => {
    const { logger, warnings } = recordingLogger();
    const agent = new BasicAgent({ model: scriptedModel([says('Hi')]), logger });
    expect(agent).toBeInstanceOf(BuiltInAgent);
    expect(agent.clone().constructor.name).toBe('BasicAgent');
    expect(warnings).toEqual([expect.stringContaining('BuiltInAgent')]);
  });
});
