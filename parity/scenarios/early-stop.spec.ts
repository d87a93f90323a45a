import { memoryThreads } from '@flightdeck/store';
import { createGate } from '../support/gate.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import { plainAgent } from '../support/scripted-agent.js';
import { serveRuntime } from '../support/serve-runtime.js';
import { until } from '../support/until.js';
import { verifies } from '../verifies.js';

describe('a stop that comes while a run is only being written down', () => {
  verifies(['stop.confirmed', 'finalise.stopped'], 'spares the agent', async () => {
    const store = memoryThreads();
    const written = createGate();
    const append = store.log.append.bind(store.log);
    store.log.append = async (items) => {
      await written.passed;
      return append(items);
    };
    let ran = false;
    const agent = plainAgent(() => {
      ran = true;
    });
    const served = await serveRuntime({ threads: store, agents: { default: agent } });
    try {
      const input = runInput({ threadId: 't1', runId: 'r1' });
      const running = postJson(`${served.url}/agent/default/run`, input);
      await until('the stop', async () => {
        const reply = await postJson(`${served.url}/agent/default/stop/t1`, { runId: 'r1' });
        return ((await reply.json()) as { stopped: boolean }).stopped;
      });
      written.open();
      const events = await eventsOf(await running);
      expect(events.map(({ type }) => type)).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
      expect(ran).toBe(false);
    } finally {
      await served.close();
    }
  });
});
