import { describe, expect, it } from '@jest/globals';
import { jsonOf, ScriptedAgent } from '@flightdeck/testing';
import { CopilotRuntime, createCopilotRuntimeHandler } from '../src/index.js';

function handler(options: { mode?: 'single-route'; basePath?: string } = {}) {
  const runtime = new CopilotRuntime({ agents: { default: new ScriptedAgent() } });
  const handle = createCopilotRuntimeHandler({ runtime, ...options });
  return (verb: string, path: string) =>
    handle(new Request(`http://runtime.test${path}`, { method: verb }));
}

describe('a handler that does not know where it is mounted', () => {
  it('knows its routes by their ends', async () => {
    expect((await handler()('GET', '/any/where/info')).status).toBe(200);
  });

  it('answers a path that is none of its routes with 404', async () => {
    expect(await jsonOf(await handler()('GET', '/favicon.ico'), 404)).toEqual({
      error: 'Not found',
    });
  });

  it('answers every path with 405 if it serves envelopes alone', async () => {
    const response = await handler({ mode: 'single-route' })('GET', '/any/where');
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('the base path itself', () => {
  it('takes nothing but envelopes', async () => {
    for (const path of ['/api', '/api/']) {
      const response = await handler({ basePath: '/api' })('GET', path);
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });
});
