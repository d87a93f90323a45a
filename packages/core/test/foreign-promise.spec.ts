import { afterEach, describe, expect, it } from '@jest/globals';
import { ScriptedAgent } from '@flightdeck/testing';
import { CopilotRuntime, createCopilotRuntimeHandler } from '../src/index.js';

const native = globalThis.Promise;

/** As packages do that watch what is asynchronous: promises of async functions stay the engine's own. */
class Watched<T> extends native<T> {}

afterEach(() => void (globalThis.Promise = native));

describe('a process whose global Promise is not that of its engine', () => {
  const agent = new ScriptedAgent([], { getCapabilities: async () => ({ tools: {} }) });
  const origin = async (): Promise<string> => 'https://page.test';
  const options = { agents: Promise.resolve({ agent }), cors: { origin } };

  it.each([
    ['at its route', 'GET', '/info', undefined],
    ['as an envelope', 'POST', '/', { method: 'info' }],
  ])('is asked for what it has %s', async (_, method, path, body) => {
    const runtime = new CopilotRuntime({ agents: options.agents, environment: 'development' });
    const handler = createCopilotRuntimeHandler({ runtime, cors: options.cors });
    globalThis.Promise = Watched as PromiseConstructor;
    const response = await handler(
      new Request(`http://test.local${path}`, {
        method,
        headers: { 'content-type': 'application/json', origin: 'https://page.test' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://page.test');
    expect(await response.json()).toMatchObject({
      agents: { agent: { capabilities: { tools: {} } } },
    });
  });

  it('is told that there is no such route', async () => {
    const runtime = new CopilotRuntime({ agents: {} });
    const handler = createCopilotRuntimeHandler({ runtime });
    globalThis.Promise = Watched as PromiseConstructor;
    const response = await handler(new Request('http://test.local/nothing/here'));
    expect(response.status).toBe(404);
  });
});
