import { ownBackend } from '../../../../examples/own-store/src/own-backend.js';
import { createEngine } from '../../src/engine.js';
import type { EngineOptions } from '../../src/engine.js';

describe('options of an engine', () => {
  it.each<[string, EngineOptions]>([
    ['name', { name: '' }],
    ['nodeId', { nodeId: 'x'.repeat(101) }],
    ['lease.ttlMs', { lease: { ttlMs: 0 } }],
    ['lease.ttlMs', { lease: { ttlMs: Number.NaN } }],
    ['lease.heartbeatMs', { lease: { ttlMs: 1_000, heartbeatMs: 300 } }],
    ['flush.minIntervalMs', { flush: { minIntervalMs: -1 } }],
    ['flush.maxEvents', { flush: { maxEvents: 0 } }],
    ['flush.maxBytes', { flush: { maxBytes: Infinity } }],
    ['pollMs', { pollMs: 0 }],
    ['rawLogMinutes', { rawLogMinutes: -1 }],
    ['retention.removeAfterDays', { retention: { removeAfterDays: 0 } }],
  ])('are refused by name where they make no sense: %s', (name, options) => {
    expect(() => createEngine(ownBackend(), options)).toThrow(RangeError);
    expect(() => createEngine(ownBackend(), options)).toThrow(name);
  });

  it('are refused where they are of another type', () => {
    const options: EngineOptions = JSON.parse('{"pollMs":"250"}');
    expect(() => createEngine(ownBackend(), options)).toThrow(TypeError);
  });

  it('name the engine after its backend unless they say otherwise', () => {
    expect(createEngine(ownBackend()).name).toBe('own');
    expect(createEngine(ownBackend(), { name: 'mine' }).name).toBe('mine');
  });

  it('give every engine an id of its own', () => {
    const ids = [1, 2].map(() => createEngine(ownBackend()).coordinator.nodeId);
    expect(new Set(ids).size).toBe(2);
    expect(createEngine(ownBackend(), { nodeId: 'a' }).coordinator.nodeId).toBe('a');
  });
});
