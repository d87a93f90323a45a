import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigError, InMemoryAgentRunner } from '@flightdeck/core';
import { ScriptedAgent } from '@flightdeck/testing';
import {
  CopilotRuntime,
  copilotRuntimeNextJSAppRouterEndpoint,
  copilotRuntimeNodeExpressEndpoint,
  createLogger,
  LangGraphAgent,
  LangGraphHttpAgent,
  LeftOutError,
  OpenAIAssistantAdapter,
  TelemetryAgentRunner,
} from '../src/index.js';

const CONSTRUCTED: readonly (readonly [string, unknown, RegExp])[] = [
  ['no object', 'agents', /takes an object of options/],
  ['null', null, /takes an object of options/],
  [
    'agents that are a list',
    { agents: [new ScriptedAgent()] },
    /agents must be a record .*default/,
  ],
  ['agents that are a text', { agents: 'default' }, /agents must be a record/],
  [
    'an agent that is none',
    { agents: { research: {} } },
    /agents\.research is not an agent: .*clone/,
  ],
  ['an agent that is missing', { agents: { research: undefined } }, /agents\.research is not/],
  [
    'middleware that is a function',
    { middleware: () => null },
    /middleware must be an object with/,
  ],
  [
    'a hook that is none',
    { middleware: { onBeforeRequest: 1 } },
    /onBeforeRequest must be a function/,
  ],
  ['observability without hooks', { observability_c: { enabled: true } }, /observability_c/],
  [
    'an onError that is none',
    { onError: {} },
    /onError must be a function, got a value of type object/,
  ],
  ['an onStopGeneration that is none', { onStopGeneration: null }, /got null/],
  [
    'a delegation that is no flag',
    { delegateAgentProcessingToServiceAdapter: 'yes' },
    /delegateAgentProcessingToServiceAdapter must be true or false/,
  ],
  ['actions that are no list', { actions: { name: 'a' } }, /actions/],
  ['an action without a name', { actions: [{ handler: () => null }] }, /actions/],
  ['remoteEndpoints that are no list', { remoteEndpoints: {} }, /remoteEndpoints must be an array/],
  ['a remote endpoint that is none', { remoteEndpoints: [{}] }, /copilotKitEndpoint\(\)/],
  ['remoteActions that are no list', { remoteActions: 'http://a.test' }, /must be an array/],
  ['langserve that is no list', { langserve: {} }, /langserve must be an array/],
  ['mcpServers that are no list', { mcpServers: {} }, /mcpServers/],
  ['a createMCPClient that is none', { createMCPClient: {} }, /createMCPClient must be a function/],
  ['intelligence', { intelligence: {} }, /'intelligence' is not offered/],
  ['two places for threads', { threads: {}, runner: new InMemoryAgentRunner() }, /not both/],
];

describe('new CopilotRuntime()', () => {
  it('needs no options at all', () => {
    const runtime = new CopilotRuntime();
    expect(runtime.instance).toBe(runtime);
    expect(runtime.params).toEqual({});
  });

  it.each(CONSTRUCTED)('refuses [v1.options] %s, by name', (_, params, message) => {
    const make = () => new CopilotRuntime(params as never);
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(message);
  });

  it('takes [v1.version-2] the options of version 2', () => {
    const runner = new InMemoryAgentRunner();
    const runtime = new CopilotRuntime({
      agents: Promise.resolve({}),
      runner,
      maxBodyBytes: 10,
      onDisconnect: 'cancel',
      environment: 'development',
    });
    expect(runtime.runner).toBe(runner);
    expect(runtime.settings).toMatchObject({ maxBodyBytes: 10, isDevelopment: true });
  });

  it('leaves the options alone', () => {
    const params = Object.freeze({ agents: Object.freeze({ default: new ScriptedAgent() }) });
    const runtime = new CopilotRuntime(params);
    expect(runtime.params).toBe(params);
  });

  it('leaves agents whose promise is rejected to the first request', async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', listener);
    const failing = new CopilotRuntime({ agents: Promise.reject(new Error('No agents today')) });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listener);
    expect(unhandled).toEqual([]);
    await expect(failing.getAllAgents()).rejects.toThrow('No agents today');
  });
});

const runtime = new CopilotRuntime();

describe('the endpoint helpers', () => {
  it.each([
    ['nothing', undefined, /take an object of options/],
    ['a runtime that is none', { runtime: {} }, /runtime must be a CopilotRuntime/],
    ['an endpoint that is no text', { runtime, endpoint: 1 }, /endpoint must be a path such as/],
    ['an endpoint with a query', { runtime, endpoint: '/a?b' }, /without host, query/],
    ['a baseUrl with a host', { runtime, baseUrl: 'http://a.test/b' }, /without host, query/],
    ['a baseUrl that is no path', { runtime, baseUrl: {} }, /baseUrl must be a path/],
    ['properties that are none', { runtime, properties: [] }, /properties must be an object/],
    ['a level that is none', { runtime, logLevel: 'loud' }, /one of debug, info, warn, error/],
    ['a flag that is none', { runtime, legacyGraphQL: 1 }, /legacyGraphQL must be true or false/],
    ['an unknown adapter', { runtime, serviceAdapter: 'openai' }, /new OpenAIAdapter\(\)/],
    ['an adapter that cannot answer', { runtime, serviceAdapter: {} }, /process\(request\)/],
  ])('refuse [v1.options] %s, by name', (_, options, message) => {
    for (const helper of [
      copilotRuntimeNextJSAppRouterEndpoint,
      copilotRuntimeNodeExpressEndpoint,
    ]) {
      const make = () => helper(options as never);
      expect(make).toThrow(ConfigError);
      expect(make).toThrow(message);
    }
  });

  it('take a cloud, which is without effect', () => {
    const cloud = { baseUrl: 'https://cloud.test', publicApiKey: 'ck_pub' };
    expect(() => copilotRuntimeNodeExpressEndpoint({ runtime, cloud })).not.toThrow();
  });

  it('refuse an adapter for handlers of version 2, too', () => {
    expect(() => runtime.handleServiceAdapter({} as never)).toThrow(/process\(request\)/);
  });
});

describe('what is left out', () => {
  it.each([
    [OpenAIAssistantAdapter, /OpenAIAdapter/],
    [LangGraphAgent, /@copilotkit\/runtime\/langgraph/],
    [LangGraphHttpAgent, /import \{ LangGraphHttpAgent \} from/],
    [TelemetryAgentRunner, /pass the runner itself/],
  ])('%p says what to use instead', (Class, message) => {
    expect(() => new Class({})).toThrow(LeftOutError);
    expect(() => new Class({})).toThrow(message);
  });
});

describe('what a runtime says', () => {
  const heard: string[] = [];
  const say =
    (level: string) =>
    (message: string): void => {
      heard.push(`${level}: ${message}`);
    };
  const logger = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
  const sayAll = (to: typeof logger) => {
    for (const level of ['debug', 'info', 'warn', 'error'] as const) to[level]('hello');
    return heard.splice(0).map((line) => line.split(':')[0]);
  };
  const before = process.env['LOG_LEVEL'];

  afterEach(() => {
    if (before === undefined) delete process.env['LOG_LEVEL'];
    else process.env['LOG_LEVEL'] = before;
  });

  it('is all that its own logger is given, until an endpoint asks for less', () => {
    delete process.env['LOG_LEVEL'];
    const told = new CopilotRuntime({ logger });
    expect(sayAll(told.settings.logger)).toEqual(['debug', 'info', 'warn', 'error']);
    copilotRuntimeNodeExpressEndpoint({ runtime: told, logLevel: 'warn' });
    expect(sayAll(told.settings.logger)).toEqual(['warn', 'error']);
  });

  it('is what LOG_LEVEL of the environment says, whatever the endpoint does', () => {
    process.env['LOG_LEVEL'] = 'ERROR';
    const told = new CopilotRuntime({ logger });
    copilotRuntimeNodeExpressEndpoint({ runtime: told, logLevel: 'debug' });
    expect(sayAll(told.settings.logger)).toEqual(['error']);
  });

  it('has the name of its part before it', () => {
    delete process.env['LOG_LEVEL'];
    const { console: host } = globalThis;
    globalThis.console = logger as never;
    try {
      const part = createLogger({ level: 'info', component: 'chat' });
      part.debug('quiet');
      part.info('loud');
      part.child({ component: 'chat:tools' }).error('louder');
      createLogger().warn('quiet');
    } finally {
      globalThis.console = host;
    }
    expect(heard.splice(0)).toEqual(['info: [chat] loud', 'error: [chat:tools] louder']);
  });
});
