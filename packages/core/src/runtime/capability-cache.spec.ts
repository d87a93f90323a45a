import { describe, expect, it } from '@jest/globals';
import { FakeClock, ScriptedAgent } from '@flightdeck/testing';
import { CapabilityCache } from './capability-cache.js';

describe('asking agents for their capabilities', () => {
  it('waits for a slow agent once, and tells its answer as soon as it is there', async () => {
    const clock = new FakeClock();
    const cache = new CapabilityCache();
    let tell: (capabilities: unknown) => void = () => undefined;
    const getCapabilities = () => new Promise((resolve) => (tell = resolve));
    const agent = new ScriptedAgent([], { getCapabilities });
    const first = cache.of(agent, 2_000, clock);
    await Promise.resolve();
    clock.advance(2_000);
    await expect(first).rejects.toThrow('2000 ms');
    const second = cache.of(agent, 2_000, clock);
    clock.advance(0);
    await expect(second).rejects.toThrow('2000 ms');
    tell({ streaming: true });
    await expect(cache.of(agent, 2_000, clock)).resolves.toEqual({ streaming: true });
  });

  it('asks again after a failure', async () => {
    const cache = new CapabilityCache();
    let calls = 0;
    const agent = new ScriptedAgent([], {
      getCapabilities: () => {
        calls += 1;
        if (calls === 1) throw new Error('not yet');
        return { calls };
      },
    });
    const clock = new FakeClock();
    await expect(cache.of(agent, 10, clock)).rejects.toThrow('not yet');
    await expect(cache.of(agent, 10, clock)).resolves.toEqual({ calls: 2 });
  });
});
