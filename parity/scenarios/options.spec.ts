import {
  ConfigError,
  CopilotRuntime,
  createCopilotRuntimeHandler,
  InMemoryAgentRunner,
  type CopilotRuntimeOptions,
} from '@flightdeck/core';
import { memoryThreads } from '@flightdeck/store';
import { serveRuntime } from '../support/serve-runtime.js';
import { verifies } from '../verifies.js';

function runtimeWith(options: Readonly<Record<string, unknown>>): () => CopilotRuntime {
  // The point is what untyped users write.
  return () => new CopilotRuntime({ agents: {}, ...options } as CopilotRuntimeOptions);
}

describe('a runtime is not made', () => {
  it.each(['intelligence', 'channels'])(
    'with %s, which it does not have [options.refused]',
    (name) => {
      expect(runtimeWith({ [name]: {} })).toThrow(ConfigError);
      expect(runtimeWith({ [name]: {} })).toThrow(`'${name}' is not offered`);
    },
  );

  it.each([
    ['two places for threads', { runner: new InMemoryAgentRunner(), threads: memoryThreads() }],
    ['an unknown busy policy', { onConcurrentRun: 'throw' }],
    ['an unknown disconnect policy', { onDisconnect: 'abort' }],
    ['an unknown limit', { limits: { maxRunDuration: 5 } }],
    ['a negative limit', { limits: { idleTimeoutMs: -1 } }],
    ['no room for bodies', { maxBodyBytes: 0 }],
    ['an unknown environment', { environment: 'staging' }],
    ['A2UI that is no object', { a2ui: true }],
    ['MCP apps without servers', { mcpApps: {} }],
    ['open generative UI that is a text', { openGenerativeUI: 'on' }],
    ['a middleware that is none', { middlewares: [{ name: 'mine' }] }],
  ])('with %s [options.checked]', (_, options) => {
    expect(runtimeWith(options)).toThrow(ConfigError);
  });

  it.each([-1, Number.NaN, 2_147_484])(
    'with keep-alive comments every %s seconds [stream.keep-alive] [options.checked]',
    (sseKeepAliveIntervalSeconds) => {
      expect(runtimeWith({ sseKeepAliveIntervalSeconds })).toThrow(RangeError);
    },
  );
});

describe('a runtime is not mounted', () => {
  const runtime = new CopilotRuntime({ agents: {} });

  verifies(['trap.t2', 'decision.9'], 'with credentials for every origin', () => {
    for (const origin of [undefined, '*', ['*']]) {
      const cors = { credentials: true, ...(origin === undefined ? {} : { origin }) };
      expect(() => createCopilotRuntimeHandler({ runtime, basePath: '/', cors })).toThrow(
        ConfigError,
      );
    }
  });

  verifies('options.checked', 'in an unknown mode', () => {
    const mode = 'both' as 'multi-route';
    expect(() => createCopilotRuntimeHandler({ runtime, mode })).toThrow(ConfigError);
  });
});

describe('agents', () => {
  verifies(
    ['decision.10', 'info.capabilities-bounded'],
    'are asked for their capabilities once',
    async () => {
      let asked = 0;
      const agent = {
        clone: () => agent,
        runAgent: async () => undefined,
        getCapabilities: async () => {
          asked += 1;
          return { transport: { streaming: true } };
        },
      };
      const served = await serveRuntime({ agents: { default: agent } });
      try {
        for (let time = 0; time < 3; time += 1) {
          const info = await (await fetch(`${served.url}/info`)).json();
          expect(info).toMatchObject({
            agents: { default: { capabilities: { transport: { streaming: true } } } },
          });
        }
        expect(asked).toBe(1);
      } finally {
        await served.close();
      }
    },
  );
});
