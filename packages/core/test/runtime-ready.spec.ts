import { describe, expect, it } from '@jest/globals';
import { StoreError } from '@flightdeck/store';
import { jsonOf, runBody, runBodySaying, ScriptedAgent } from '@flightdeck/testing';
import { CopilotRuntime } from '../src/index.js';
import { SILENT_LOGGER } from '../src/runtime/logger.js';
import { createBreakableStore } from './support/breakable-store.js';
import { createFaultBench } from './support/fault-bench.js';

const DENIED = new StoreError('access_denied', `The database refuses user 'app'`);

function bench() {
  const broken = createBreakableStore();
  const logged: string[] = [];
  const logger = { ...SILENT_LOGGER, error: (message: string) => void logged.push(message) };
  const agents = { default: new ScriptedAgent() };
  return { broken, logged, ...createFaultBench({ agents, threads: broken.store, logger }) };
}

describe('a runtime', () => {
  it('says what is wrong with its store before it serves anybody [durable.ready]', async () => {
    const { broken, runtime } = bench();
    broken.break('coordinator', 'start', { error: DENIED });
    await expect(runtime.ready()).rejects.toBe(DENIED);
    broken.repair();
    await expect(runtime.ready()).resolves.toBeUndefined();
  });

  it('opens its store once', async () => {
    const { broken, runtime } = bench();
    await runtime.ready();
    broken.break('coordinator', 'start');
    await expect(runtime.ready()).resolves.toBeUndefined();
  });

  it('refuses with 503 whatever request comes first to a store that cannot be opened', async () => {
    const { broken, rest } = bench();
    broken.break('coordinator', 'start', { error: DENIED });
    await jsonOf(await rest.connect('default', runBody()), 503);
    await jsonOf(await rest.run('default', runBodySaying('hello')), 503);
  });

  it('logs once that its store cannot be opened, however many requests there are', async () => {
    const { broken, logged, rest } = bench();
    broken.break('coordinator', 'start', { error: DENIED });
    for (let count = 0; count < 3; count += 1) {
      await jsonOf(await rest.run('default', runBodySaying('hello')), 503);
    }
    const told = logged.filter((message) => message.includes('cannot be opened'));
    expect(told).toEqual(['The breakable store cannot be opened']);
  });

  it('shuts down although its store could never be opened', async () => {
    const { broken, runtime } = bench();
    broken.break('coordinator', 'start', { error: DENIED });
    await expect(runtime.ready()).rejects.toBe(DENIED);
    await expect(runtime.shutdown({ graceMs: 0 })).resolves.toBeUndefined();
  });

  it('is ready at once with a runner of its own', async () => {
    await expect(new CopilotRuntime({ agents: {} }).ready()).resolves.toBeUndefined();
  });
});
