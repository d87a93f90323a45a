import { afterAll, describe, expect, it } from '@jest/globals';
import {
  answer,
  collectRun,
  failingAgent,
  FakeClock,
  only,
  runBodySaying,
  ScriptedAgent,
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

describe('observability_c', () => {
  it('tells pieces where it is progressive, and the whole answer last', async () => {
    const told: unknown[][] = [];
    const clock = new FakeClock();
    const note = (name: string) => (data: object) => void told.push([name, data]);
    const { rest } = serve(
      new ScriptedAgent(({ input }) => {
        clock.advance(5);
        return answer(input);
      }),
      {
        clock,
        observability_c: {
          enabled: true,
          progressive: true,
          hooks: {
            handleRequest: note('request'),
            handleResponse: note('response'),
            handleError: note('error'),
          },
        },
      },
    );
    const tools = [{ name: 'f', description: 'F', parameters: { type: 'object' } }];
    const forwardedProps = { model: 'm', temperature: 0, secret: 1, nodeName: 'n' };
    const body = runBodySaying('Hello', { tools, forwardedProps });
    await collectRun(await rest.run('default', body));
    const { threadId, runId } = body;
    const common = { threadId, runId, agentName: 'default', model: 'm', nodeName: 'n' };
    expect(told[0]).toEqual([
      'request',
      {
        ...common,
        messages: [expect.objectContaining({ type: 'TextMessage', content: 'Hello' })],
        actions: tools,
        forwardedParameters: { model: 'm', temperature: 0 },
        timestamp: 0,
      },
    ]);
    const piece = { ...common, latency: 5, timestamp: 5 };
    const messageId = `${runId}-message`;
    expect(told.slice(1, 4)).toEqual(
      [
        { type: 'TextMessageStart', messageId },
        { type: 'TextMessageContent', messageId, content: 'Hello' },
        { type: 'TextMessageEnd', messageId },
      ].map((output) => ['response', { ...piece, output, isProgressiveChunk: true }]),
    );
    const output = [expect.objectContaining({ type: 'TextMessage', content: 'Hello' })];
    expect(told.slice(4)).toEqual([['response', { ...piece, output, isFinalResponse: true }]]);
  });

  it('tells failures instead of an answer, and breaks no run when it fails itself', async () => {
    const told: unknown[] = [];
    const { rest, errors } = serve(failingAgent(new Error('Broken')), {
      observability_c: {
        enabled: true,
        hooks: {
          handleRequest: () => Promise.reject(new Error('No')),
          handleResponse: (data) => void told.push(data),
          handleError: ({ error }) => {
            told.push(String(error));
            throw new Error('No');
          },
        },
      },
    });
    const run = await collectRun(await rest.run('default', runBodySaying('Hello')));
    expect(only(run.events, 'RUN_ERROR').message).toBe('Broken');
    expect(told).toEqual(['Error: Broken']);
    expect(errors.map(({ context }) => context.metadata?.hook)).toEqual([
      'observability_c.handleRequest',
      'observability_c.handleError',
      undefined,
    ]);
  });

  it.each([
    [{ enabled: true, logging: { logger: { logRequest() {} } } }, /has no 'logging'.*its hooks/],
    [{ enabled: true }, /needs hooks/],
    [{ enabled: 'yes', hooks: {} }, /enabled must be true or false/],
    [{ enabled: true, hooks: { handleError: 1 } }, /hooks\.handleError must be a function/],
    ['on', /must be an object/],
  ])('refuses %j', (observability, message) => {
    const params = { observability_c: observability } as unknown as CopilotRuntimeConstructorParams;
    expect(() => serveV1(new ScriptedAgent(), params)).toThrow(message);
  });
});
