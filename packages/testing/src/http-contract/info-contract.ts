import assert from 'node:assert/strict';
import type { CopilotRuntimeOptions } from '@flightdeck/core';
import { ScriptedAgent } from '../agents/scripted-agent.js';
import { conformanceTranscription } from '../conformance/conformance-transcription.js';
import { jsonOf } from '../http/runtime-client.js';
import { withDeadline } from '../support/with-deadline.js';
import type { ContractSuite } from './contract-suite.js';

const NO_THREADS = { list: false, inspect: false, mutations: false, realtimeMetadata: false };
const THREADS = { list: true, inspect: true, mutations: true, realtimeMetadata: false };

type Info = Record<string, never> & {
  readonly agents: Record<string, Record<string, unknown>>;
  readonly threadEndpoints: unknown;
  readonly audioFileTranscriptionEnabled: boolean;
};

/** protocol.md 5.1, beyond what one configuration shows. */
export function describeInfo(suite: ContractSuite): void {
  const { api } = suite;
  const infoOf = async (options: CopilotRuntimeOptions): Promise<Info> => {
    let info: unknown;
    await suite.use(options, {}, async ({ rest }) => {
      info = await jsonOf(await withDeadline(rest.info(), 'the answer to /info'));
    });
    return info as Info;
  };
  const agentsIn = async (agents: CopilotRuntimeOptions['agents']): Promise<Info['agents']> =>
    (await infoOf({ agents })).agents;

  api.describe('info', () => {
    api.it('an agent is described by its id, class and description', async () => {
      const agents = await agentsIn({
        one: new ScriptedAgent([], { description: 'The first' }),
        two: new ScriptedAgent([]),
      });
      assert.deepEqual(agents, {
        one: { name: 'one', className: 'ScriptedAgent', description: 'The first' },
        two: { name: 'two', className: 'ScriptedAgent' },
      });
    });

    api.it('capabilities are told as the agent tells them', async () => {
      const capabilities = { streaming: true };
      const agent = new ScriptedAgent([], { getCapabilities: async () => capabilities });
      assert.deepEqual((await agentsIn({ agent })).agent?.capabilities, capabilities);
    });

    api.it('an agent that throws when asked for its capabilities has none', async () => {
      const agent = new ScriptedAgent([], {
        getCapabilities: () => {
          throw new Error('no');
        },
      });
      assert.equal('capabilities' in ((await agentsIn({ agent })).agent ?? {}), false);
    });

    api.it(
      'an agent that rejects when asked for its capabilities does not spoil the others',
      async () => {
        const capabilities = { a: 1 };
        const agents = await agentsIn({
          bad: new ScriptedAgent([], { getCapabilities: () => Promise.reject(new Error('no')) }),
          good: new ScriptedAgent([], { getCapabilities: () => capabilities }),
        });
        assert.deepEqual(agents.good?.capabilities, capabilities);
      },
    );

    api.it('an agent that never tells its capabilities holds nobody up', async () => {
      const agent = new ScriptedAgent([], { getCapabilities: () => new Promise(() => undefined) });
      const { agents } = await infoOf({ agents: { agent }, capabilitiesTimeoutMs: 20 });
      assert.deepEqual(Object.keys(agents), ['agent']);
    });

    api.it('agents may come as a promise', async () => {
      const agents = await agentsIn(Promise.resolve({ later: new ScriptedAgent([]) }));
      assert.deepEqual(Object.keys(agents), ['later']);
    });

    api.it('a factory decides for each request which agents there are', async () => {
      const options: CopilotRuntimeOptions = {
        agents: ({ request }) => ({
          [request.headers.get('x-team') ?? 'none']: new ScriptedAgent(),
        }),
      };
      await suite.use(options, {}, async ({ rest }) => {
        for (const team of ['red', 'blue']) {
          const { agents } = await jsonOf(await rest.withHeaders({ 'x-team': team }).info());
          assert.deepEqual(Object.keys(agents as object), [team]);
        }
      });
    });

    api.it('a factory that throws is answered 500 without its text in production', async () => {
      const agents = (): never => {
        throw new Error('secret');
      };
      await suite.use({ agents }, {}, async ({ rest }) => {
        const { error, message } = await jsonOf(await rest.info(), 500);
        assert.equal(error, 'Failed to retrieve runtime information');
        assert.doesNotMatch(String(message), /secret/);
      });
    });

    api.it('a factory that throws is answered 500 with its text in development', async () => {
      const agents = async (): Promise<never> => {
        throw new Error('told');
      };
      await suite.use({ agents, environment: 'development' }, {}, async ({ rest }) => {
        assert.equal((await jsonOf(await rest.info(), 500)).message, 'told');
      });
    });

    api.it('threads are not offered in production without an identity', async () => {
      const { threadEndpoints } = await infoOf({ agents: {} });
      assert.deepEqual(threadEndpoints, NO_THREADS);
    });

    api.it('threads are offered in development', async () => {
      const { threadEndpoints } = await infoOf({ agents: {}, environment: 'development' });
      assert.deepEqual(threadEndpoints, THREADS);
    });

    api.it(
      'threads are offered in production with an identity, even to the anonymous',
      async () => {
        const { threadEndpoints } = await infoOf({ agents: {}, identifyUser: () => null });
        assert.deepEqual(threadEndpoints, THREADS);
      },
    );

    api.it('audio is offered where there is a transcription service', async () => {
      const transcriptionService = conformanceTranscription();
      const withService = await infoOf({ agents: {}, transcriptionService });
      assert.equal(withService.audioFileTranscriptionEnabled, true);
      assert.equal((await infoOf({ agents: {} })).audioFileTranscriptionEnabled, false);
    });
  });
}
