import { describe, expect, it } from '@jest/globals';
import { createCopilotRuntimeHandler } from '@flightdeck/core';
import { answer, runBodySaying, ScriptedAgent } from '@flightdeck/testing';
import { CopilotRuntime, EmptyAdapter } from '../src/index.js';
import { EndpointClient } from './support/endpoint-client.js';
import { recordingLogger } from './support/recording-logger.js';
import { SayingAdapter } from './support/saying-adapter.js';

const saying = (text: string) => new ScriptedAgent(({ input }) => answer(input, text));

describe('an adapter', () => {
  it('answers [v1.defect.17] as default beside agents', async () => {
    const runtime = new CopilotRuntime({ agents: { research: saying('found') } });
    const client = new EndpointClient({ runtime, serviceAdapter: new SayingAdapter('adapted') });
    expect(Object.keys(await client.agents()).toSorted()).toEqual(['default', 'research']);
    expect(await client.say()).toBe('adapted');
    expect(await client.say('research')).toBe('found');
  });

  it('leaves an agent alone that is called default', async () => {
    const runtime = new CopilotRuntime({ agents: { default: saying('mine') } });
    const client = new EndpointClient({ runtime, serviceAdapter: new SayingAdapter('adapted') });
    expect(await client.agents()).toEqual({ default: 'ScriptedAgent' });
    expect(await client.say()).toBe('mine');
  });

  it.each([
    ['a promise', Promise.resolve({ research: saying('found') })],
    ['a function', () => ({ research: saying('found') })],
    ['a function that is asynchronous', async () => ({ research: saying('found') })],
  ])('answers as default beside agents that are %s', async (_, agents) => {
    const runtime = new CopilotRuntime({ agents });
    const client = new EndpointClient({ runtime, serviceAdapter: new SayingAdapter('adapted') });
    expect(await client.say()).toBe('adapted');
    expect(await client.say('research')).toBe('found');
  });

  it('is of one endpoint, and not of another that serves the same runtime', async () => {
    const runtime = new CopilotRuntime();
    const one = new EndpointClient({ runtime, serviceAdapter: new SayingAdapter('one') });
    const two = new EndpointClient({ runtime, serviceAdapter: new SayingAdapter('two') });
    const none = new EndpointClient({ runtime });
    expect(await one.say()).toBe('one');
    expect(await two.say()).toBe('two');
    expect(await none.agents()).toEqual({});
    await expect(none.say()).rejects.toThrow('404');
  });

  it('fails as each of its runtimes says, in its log and before its browsers', async () => {
    const serviceAdapter = {
      process: async (): Promise<never> => {
        throw new Error('key sk-1 is refused');
      },
    };
    const failIn = async (environment: 'development' | 'production') => {
      const { logger, lines } = recordingLogger();
      const runtime = new CopilotRuntime({ logger, environment });
      const client = new EndpointClient({ runtime, serviceAdapter });
      const response = await client.post('/agent/default/run', runBodySaying('hello'));
      return { told: await response.text(), lines };
    };
    const first = await failIn('production');
    const second = await failIn('development');
    const third = await failIn('production');
    const shown = [first, second, third].map(({ told }) => told.includes('sk-1'));
    expect(shown).toEqual([false, true, false]);
    for (const { lines } of [first, second, third]) {
      expect(lines).toEqual([expect.stringContaining('sk-1 is refused')]);
    }
  });

  it('that is empty makes no agent', async () => {
    const runtime = new CopilotRuntime({ agents: { research: saying('found') } });
    const client = new EndpointClient({ runtime, serviceAdapter: new EmptyAdapter() });
    expect(Object.keys(await client.agents())).toEqual(['research']);
  });

  it('answers [v1.defect.13] for every agent where that is delegated to it', async () => {
    const runtime = new CopilotRuntime({
      agents: { research: saying('found') },
      delegateAgentProcessingToServiceAdapter: true,
    });
    const client = new EndpointClient({ runtime, serviceAdapter: new SayingAdapter('adapted') });
    expect(await client.say('research')).toBe('adapted');
    expect(await client.say('default')).toBe('adapted');
    expect(await client.say('unheard-of')).toBe('adapted');
  });

  it('answers handlers of version 2 once the runtime was told of it', async () => {
    const runtime = new CopilotRuntime({ agents: { research: saying('found') } });
    const client = new EndpointClient(
      createCopilotRuntimeHandler({ runtime, basePath: '/copilotkit' }),
    );
    expect(Object.keys(await client.agents())).toEqual(['research']);
    runtime.handleServiceAdapter(new SayingAdapter('adapted'));
    expect(await client.say()).toBe('adapted');
    expect(await new EndpointClient({ runtime }).say()).toBe('adapted');
  });

  it('is made an agent once by its runtime, however many endpoints there are', async () => {
    const serviceAdapter = new SayingAdapter('adapted');
    const runtime = new CopilotRuntime();
    const made = async () => {
      const { agents } = runtime.mountOptions({ serviceAdapter });
      const context = { request: new Request('http://test.local'), identity: null, run: null };
      return (await (typeof agents === 'function' ? agents(context) : agents))['default'];
    };
    expect(await made()).toBe(await made());
  });
});
