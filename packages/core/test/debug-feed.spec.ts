import { describe, expect, it } from '@jest/globals';
import { ScriptedAgent } from '@flightdeck/testing';
import { createFaultBench } from './support/fault-bench.js';

async function openFeed() {
  const agents = { default: new ScriptedAgent() };
  const { rest, runtime } = createFaultBench({ agents, debug: true });
  const { body } = await rest.request('/cpk-debug-events');
  if (body === null) throw new Error('no stream');
  const reader = body.getReader();
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  expect([await read(), await read()]).toEqual([': ok\n\n', ': connected\n\n']);
  const bus = runtime.debugEventBus;
  const publish = (timestamp: number) =>
    bus.publish({ timestamp, agentId: 'a', threadId: 't', runId: 'r', event: { type: 'CUSTOM' } });
  return { bus, publish, read, reader };
}

describe('the debug feed', () => {
  it.each([
    ['production', undefined, 404],
    ['development', undefined, 200],
    ['production', true, 200],
    ['development', false, 404],
  ] as const)('in %s with debug %p is answered %d', async (environment, debug, status) => {
    const agents = { default: new ScriptedAgent() };
    const set = debug === undefined ? {} : { debug };
    const { rest } = createFaultBench({ agents, environment, ...set });
    const response = await rest.request('/cpk-debug-events');
    expect(response.status).toBe(status);
    await response.body?.cancel();
  });

  it('keeps the latest thousand events for a slow reader, and admits that others are gone', async () => {
    const { publish, read } = await openFeed();
    for (let index = 1; index <= 1_003; index += 1) publish(index);
    const [note, first, ...rest] = (await read()).trim().split('\n\n');
    expect(note).toBe(': 3 events dropped');
    expect(first).toContain('"timestamp":4,');
    expect(rest).toHaveLength(999);
    publish(1_004);
    expect(await read()).toMatch(/^data: /);
  });

  it('is not told anything any more when its reader has left', async () => {
    const { bus, reader } = await openFeed();
    expect(bus.hasListeners).toBe(true);
    await reader.cancel();
    expect(bus.hasListeners).toBe(false);
  });
});
