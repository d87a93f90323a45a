import { describe, expect, it } from '@jest/globals';
import { jsonOf, ScriptedAgent } from '@flightdeck/testing';
import { CopilotRuntime, createCopilotRuntimeHandler } from '../src/index.js';

function handler(
  options: { mode?: 'single-route' | 'multi-route'; basePath?: string; cors?: boolean } = {},
) {
  const runtime = new CopilotRuntime({ agents: { default: new ScriptedAgent() } });
  const handle = createCopilotRuntimeHandler({ runtime, ...options });
  return (verb: string, path: string, init: RequestInit = {}) =>
    handle(new Request(`http://runtime.test${path}`, { method: verb, ...init }));
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

describe('a path outside the base path', () => {
  it('has no preflight of ours', async () => {
    const handle = handler({ basePath: '/api', cors: true });
    expect((await handle('OPTIONS', '/api/info')).status).toBe(204);
    expect((await handle('OPTIONS', '/other/info')).status).toBe(404);
  });
});

describe('an envelope that nobody serves', () => {
  it.each([
    ['application/json', 'single_route_envelope_against_multi_route_runtime'],
    ['text/plain', undefined],
  ])('sent as %s is answered 404 with the code %p', async (type, code) => {
    const body = JSON.stringify({ method: 'info' });
    const init = { body, headers: { 'content-type': type } };
    const response = await handler({ mode: 'multi-route' })('POST', '/any/where', init);
    expect((await jsonOf(response, 404)).code).toBe(code);
  });
});
