import { afterAll, describe, expect, it } from '@jest/globals';
import {
  collectRun,
  jsonOf,
  runBodySaying,
  silentAgent,
  slowAgent,
  SseReader,
  until,
} from '@flightdeck/testing';
import type { CopilotRuntimeConstructorParams } from '../src/options/runtime-params.js';
import { serveV1, type V1Server } from './support/v1-server.js';

const servers: V1Server[] = [];

const serve = (...parameters: Parameters<typeof serveV1>): V1Server => {
  const server = serveV1(...parameters);
  servers.push(server);
  return server;
};

afterAll(async () => {
  await Promise.all(servers.map(({ runtime }) => runtime.shutdown({ graceMs: 0 })));
});

describe('onStopGeneration', () => {
  const stoppable = (options: CopilotRuntimeConstructorParams = {}) => {
    const told: unknown[] = [];
    const { agent, gate } = slowAgent();
    const server = serve(agent, { ...options, onStopGeneration: (stop) => void told.push(stop) });
    return { ...server, told, gate };
  };

  it('is told once, with what was said last', async () => {
    const { rest, told, errors } = stoppable();
    const body = runBodySaying('Hello');
    const reader = new SseReader(await rest.run('default', body));
    await reader.readTo('TEXT_MESSAGE_CONTENT');
    await jsonOf(await rest.stop('default', body.threadId));
    await jsonOf(await rest.stop('default', body.threadId));
    await reader.rest();
    expect(told).toEqual([
      {
        threadId: body.threadId,
        runId: body.runId,
        url: 'http://page.test/chat',
        agentName: 'default',
        lastMessage: expect.objectContaining({ type: 'TextMessage', content: 'Hel' }),
      },
    ]);
    expect(errors).toEqual([]);
  });

  it('is not told of runs that come to their end, nor of a stop that comes too late', async () => {
    const { rest, told, gate } = stoppable();
    gate.open();
    const body = runBodySaying('Hello');
    await collectRun(await rest.run('default', body));
    await jsonOf(await rest.stop('default', body.threadId));
    expect(told).toEqual([]);
  });

  it('is told of a reader that leaves where that ends the run, and only there', async () => {
    const leaving = async (onDisconnect: 'cancel' | 'continue') => {
      const { rest, told, gate, runtime } = stoppable({ onDisconnect });
      const body = runBodySaying('Hello');
      const response = await rest.run('default', body);
      await response.body?.cancel();
      if (onDisconnect === 'cancel') await until(() => told.length > 0, 'the hook');
      gate.open();
      await runtime.shutdown();
      return told.length;
    };
    expect(await leaving('cancel')).toBe(1);
    expect(await leaving('continue')).toBe(0);
  });

  it('may fail', async () => {
    const { rest, errors } = serve(silentAgent(), {
      onStopGeneration: () => {
        throw new Error('No');
      },
    });
    const body = runBodySaying('Hello');
    const reader = new SseReader(await rest.run('default', body));
    await jsonOf(await rest.stop('default', body.threadId));
    await reader.rest();
    await until(() => errors.length > 0, 'onError');
    expect(errors[0]?.context.metadata).toEqual({ phase: 'common', hook: 'onStopGeneration' });
  });
});
