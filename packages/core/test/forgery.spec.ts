import { describe, expect, it } from '@jest/globals';
import { runBodySaying, ScriptedAgent } from '@flightdeck/testing';
import { createFaultBench } from './support/fault-bench.js';

/** What a page of another site can send with the cookies of its visitor and without a preflight. */
const FORM_TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];

function bench() {
  const agent = new ScriptedAgent();
  const { rest } = createFaultBench({ agents: { default: agent }, environment: 'development' });
  const forge = (path: string, type: string, body: BodyInit) =>
    rest.request(path, {
      method: 'POST',
      headers: { cookie: 'session=1', 'content-type': type },
      body,
    });
  return { agent, rest, forge };
}

describe('a request that another site could make', () => {
  it.each(FORM_TYPES)('of type %s runs, stops and clears nothing', async (type) => {
    const { agent, forge } = bench();
    for (const path of ['/agent/default/run', '/agent/default/stop/t', '/threads/clear', '']) {
      const response = await forge(path, type, JSON.stringify(runBodySaying('transfer')));
      expect([path, response.status]).toEqual([path, 415]);
    }
    expect(agent.log.runs).toEqual([]);
  });

  it('may be a recording, which changes nothing', async () => {
    const { rest } = bench();
    const body = new FormData();
    body.append('audio', new File(['x'], 'a.webm', { type: 'audio/webm' }));
    const headers = { cookie: 'session=1' };
    const response = await rest.request('/transcribe', { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ error: 'service_not_configured' });
  });
});
