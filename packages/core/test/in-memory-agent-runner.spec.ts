import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Observable } from 'rxjs';
import {
  createGate,
  runAgentRunnerContract,
  runBodySaying,
  ScriptedAgent,
} from '@flightdeck/testing';
import { InMemoryAgentRunner, type RunAgentInput } from '../src/index.js';

const api = { afterAll, afterEach, beforeAll, beforeEach, describe, it };

runAgentRunnerContract({
  name: 'InMemoryAgentRunner',
  api,
  createRunner: () => new InMemoryAgentRunner(),
});

// What custom runners build on: they extend it and pass the observables on through operators.
runAgentRunnerContract({
  name: 'a subclass of InMemoryAgentRunner',
  api,
  createRunner: () => new (class extends InMemoryAgentRunner {})(),
});

describe('InMemoryAgentRunner', () => {
  it('throws at once for a busy thread, as callers of upstream expect', async () => {
    const runner = new InMemoryAgentRunner();
    const gate = createGate();
    async function* script() {
      await gate.opened;
      yield { type: 'RUN_FINISHED' };
    }
    const input = runBodySaying('Hello', { threadId: 't' }) as unknown as RunAgentInput;
    const run = () => runner.run({ threadId: 't', agent: new ScriptedAgent(script), input });
    const events = run();
    expect(events).toBeInstanceOf(Observable);
    expect(run).toThrow('Thread already running');
    gate.open();
    await new Promise<void>((resolve) => events.subscribe({ complete: resolve }));
  });
});
