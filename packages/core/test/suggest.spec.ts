import { describe, expect, it } from '@jest/globals';
import { createGate, jsonOf, runBodySaying, ScriptedAgent, waitingAt } from '@flightdeck/testing';
import { createFaultBench, settle } from './support/fault-bench.js';

describe('a suggestion', () => {
  it('can be stopped by its thread as long as it runs, and leaves nothing behind', async () => {
    const agent = new ScriptedAgent(waitingAt([createGate()]));
    const { rest, runtime } = createFaultBench({
      agents: { default: agent },
      environment: 'development',
    });
    const body = runBodySaying('hello');
    const suggestion = await rest.suggest('default', body);
    const caller = { tenantId: '', userId: null };
    const scope = runtime.detachedRuns.scopeOf(caller, body.threadId) ?? caller;
    const stored = () => runtime.detachedEngine.store.threads.get(scope, body.threadId);
    expect(await stored()).not.toBeNull();
    const stop = async () => jsonOf(await rest.stop('default', body.threadId));
    expect(await stop()).toMatchObject({ stopped: true });
    await suggestion.text();
    await settle();
    expect(await stop()).toMatchObject({ stopped: false });
    expect(runtime.detachedRuns.scopeOf(caller, body.threadId)).toBeUndefined();
    expect(await stored()).toBeNull();
  });
});
