import { describe, expect, it } from '@jest/globals';
import { createGate, runBodySaying, ScriptedAgent } from '@flightdeck/testing';
import type { AfterRequestMiddlewareParameters } from '../src/index.js';
import { createFaultBench } from './support/fault-bench.js';

describe('afterRequestMiddleware', () => {
  it('is given the body of the answer to a run that was refused', async () => {
    const told: AfterRequestMiddlewareParameters[] = [];
    const gate = createGate();
    const agent = new ScriptedAgent(async function* waiting() {
      yield { type: 'STEP_STARTED', stepName: 's' };
      await gate.opened;
    });
    const { rest } = createFaultBench({
      agents: { default: agent },
      afterRequestMiddleware: (parameters) => void told.push(parameters),
    });
    await rest.run('default', runBodySaying('hello', { threadId: 't' }));
    const refused = await rest.run('default', runBodySaying('hello', { threadId: 't' }));
    expect(refused.status).toBe(409);
    await new Promise(setImmediate);
    const [{ response, messages } = {}] = told;
    expect(messages).toEqual([]);
    expect(await response?.json()).toEqual(await refused.json());
    gate.open();
  });
});
