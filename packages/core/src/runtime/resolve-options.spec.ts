import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../errors/config-error.js';
import { InMemoryAgentRunner } from '../runner/in-memory-agent-runner.js';
import { resolveOptions } from './resolve-options.js';

describe('the options of a runtime', () => {
  it('have the documented defaults', () => {
    const settings = resolveOptions({ agents: {}, environment: 'production' });
    expect(settings).toMatchObject({
      keepAliveMs: 15_000,
      maxBodyBytes: 4 * 1024 * 1024,
      maxAudioBytes: 25 * 1024 * 1024,
      capabilitiesTimeoutMs: 2_000,
      servesDebugFeed: false,
      isDevelopment: false,
      runPolicy: {
        onBusy: 'reject',
        onDisconnect: 'continue',
        redactErrors: true,
        fastPath: true,
        maxUndurableMs: null,
        limits: {
          maxRunDurationMs: 3_600_000,
          idleTimeoutMs: 600_000,
          stopDeadlineMs: 5_000,
          maxEventBytes: 8 * 1024 * 1024,
          enqueueTimeoutMs: 300_000,
          maxQueuedRuns: 20,
        },
      },
    });
  });

  it('let runs fail whose server is gone, but for agents that are named', () => {
    const { recoveryOf } = resolveOptions({ agents: {}, recovery: { a: 'reattach' } });
    expect([recoveryOf('a'), recoveryOf('b'), recoveryOf('constructor')]).toEqual([
      'reattach',
      'fail',
      'fail',
    ]);
    expect(resolveOptions({ agents: {} }).recoveryOf('a')).toBe('fail');
    expect(resolveOptions({ agents: {}, recovery: 'restart' }).recoveryOf('a')).toBe('restart');
  });

  it('let live viewers be 250 ms ahead of the store', () => {
    const { runPolicy } = resolveOptions({ agents: {}, delivery: 'live' });
    expect(runPolicy.maxUndurableMs).toBe(250);
  });

  it('show texts and open the debug feed in development alone', () => {
    const settings = resolveOptions({ agents: {}, environment: 'development' });
    expect(settings.servesDebugFeed).toBe(true);
    expect(settings.runPolicy.redactErrors).toBe(false);
    expect(resolveOptions({ agents: {} }).isDevelopment).toBe(false);
  });

  it('take the busy policy of an in-memory runner, unless they name one', () => {
    const runner = new InMemoryAgentRunner({ onConcurrentRun: 'supersede' });
    expect(resolveOptions({ agents: {}, runner }).runPolicy.onBusy).toBe('supersede');
    const options = { agents: {}, runner, onConcurrentRun: 'enqueue' } as const;
    expect(resolveOptions(options).runPolicy.onBusy).toBe('enqueue');
  });

  it.each([
    [{ onConcurrentRun: 'queue' }, 'onConcurrentRun'],
    [{ onDisconnect: 'stop' }, 'onDisconnect'],
    [{ onDisconnect: { cancelAfterMs: -1 } }, 'onDisconnect'],
    [{ delivery: 'fast' }, 'delivery'],
    [{ delivery: 'live', maxUndurableMs: 0 }, 'maxUndurableMs'],
    [{ generateThreadNames: 'always' }, 'generateThreadNames'],
    [{ recovery: 'retry' }, 'recovery'],
    [{ recovery: { default: 'retry' } }, 'recovery'],
    [{ maxBodyBytes: 0 }, 'maxBodyBytes'],
    [{ maxAudioBytes: Number.NaN }, 'maxAudioBytes'],
    [{ environment: 'staging' }, 'environment'],
    [{ limits: { idleTimeoutMs: -1 } }, 'idleTimeoutMs'],
    [{ limits: { idleTimeout: 1 } }, 'idleTimeout'],
    [{ intelligence: {} }, 'intelligence'],
    [{ channels: {} }, 'channels'],
    [{ a2ui: true }, 'a2ui'],
    [{ mcpApps: { servers: {} } }, 'mcpApps'],
    [{ openGenerativeUI: 1 }, 'openGenerativeUI'],
    [{ middlewares: {} }, 'middlewares'],
  ])('are refused by name when they cannot be meant: %j', (options, name) => {
    const construct = () => resolveOptions({ agents: {}, ...(options as object) });
    expect(construct).toThrow(ConfigError);
    expect(construct).toThrow(name);
  });

  it.each([-1, 2_147_484, Number.NaN])('refuse a keep-alive interval of %d seconds', (seconds) => {
    const options = { agents: {}, sseKeepAliveIntervalSeconds: seconds };
    expect(() => resolveOptions(options)).toThrow(RangeError);
  });

  it('switch keep-alive comments off with 0', () => {
    const options = { agents: {}, sseKeepAliveIntervalSeconds: 0 };
    expect(resolveOptions(options).keepAliveMs).toBe(0);
  });

  it('are left as the caller passed them', () => {
    const options = Object.freeze({ agents: {}, limits: Object.freeze({ idleTimeoutMs: 0 }) });
    expect(resolveOptions(options).runPolicy.limits.idleTimeoutMs).toBe(Infinity);
  });
});
