import type { CopilotRuntimeHooks } from '@flightdeck/core';
import { CLIENT_59 } from '../support/clients.js';
import { createGate } from '../support/gate.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import { scriptedAgent } from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';
import { until } from '../support/until.js';
import { verifies } from '../verifies.js';

const NativeResponse = globalThis.Response;

let served: ServedRuntime;
afterEach(async () => {
  globalThis.Response = NativeResponse;
  await served.close();
});

describe('a process whose global Response has been replaced', () => {
  const replaced = (): void => {
    globalThis.Response = class extends NativeResponse {
      static override [Symbol.hasInstance](): boolean {
        return false;
      }
    };
  };

  verifies('trap.t21', 'still refuses a stop that makes no sense, and stops nothing', async () => {
    const rest = createGate();
    served = await serveRuntime({
      agents: {
        default: scriptedAgent(CLIENT_59, async (run) => {
          run.started();
          await rest.passed;
          run.finished();
        }),
      },
    });
    replaced();
    const input = runInput({ threadId: 't1', runId: 'r1' });
    const running = postJson(`${served.url}/agent/default/run`, input);
    await until('the run', () => served.runtime.engine?.activeRuns === 1);
    const stop = await postJson(`${served.url}/agent/default/stop/t1`, { run: 'r1' });
    expect(stop.status).toBe(400);
    expect(served.runtime.engine?.activeRuns).toBe(1);
    rest.open();
    expect((await eventsOf(await running)).at(-1)?.type).toBe('RUN_FINISHED');
  });

  verifies(
    ['trap.t21', 'hooks.thrown-response'],
    'still knows a Response that a hook throws',
    async () => {
      served = await serveRuntime({
        hooks: {
          onRequest: () => {
            throw new NativeResponse('no', { status: 418 });
          },
        },
      });
      replaced();
      expect((await fetch(`${served.url}/info`)).status).toBe(418);
    },
  );
});

describe('onResponse', () => {
  verifies('trap.t23', 'that returns a spread copy does not change the status', async () => {
    const onResponse: NonNullable<CopilotRuntimeHooks['onResponse']> = ({ response }) =>
      // What upstream's documentation shows: nothing of a Response is an own property.
      ({ ...(response as object), headers: new Headers({ 'x-added': '1' }) }) as Response;
    served = await serveRuntime({ hooks: { onResponse } });
    const response = await fetch(`${served.url}/unheard-of`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'Not found' });
  });
});
