import { afterAll, describe, expect, it } from '@jest/globals';
import { RuntimeError } from '@flightdeck/core';
import OpenAI from 'openai';
import {
  collectRun,
  failingAgent,
  FakeClock,
  jsonOf,
  runBodySaying,
  runStarted,
  ScriptedAgent,
  until,
} from '@flightdeck/testing';
import { OpenAIAdapter } from '../src/adapters/provider-adapters.js';
import type { CopilotServiceAdapter } from '../src/adapters/service-adapter.js';
import type { CopilotErrorEvent } from '../src/errors/copilot-error-event.js';
import { ERROR_CONFIG, CopilotKitErrorCode } from '../src/errors/copilot-kit-error-code.js';
import { CopilotKitError } from '../src/errors/copilot-kit-error.js';
import { CopilotKitMisuseError } from '../src/errors/copilot-kit-misuse-error.js';
import { createErrorReporter } from '../src/errors/create-error-reporter.js';
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

const SECRETS = {
  authorization: 'Bearer s',
  'proxy-authorization': 's',
  cookie: 's',
  'x-api-key': 's',
  'api-key': 's',
  'X-CopilotCloud-Public-Api-Key': 's',
};

describe('onError', () => {
  for (const transport of ['rest', 'single'] as const) {
    it(`is told of an agent that throws, once, without secrets (${transport})`, async () => {
      const error = new Error('Broken');
      const clock = new FakeClock();
      clock.advance(1_000);
      const server = serve(failingAgent(error), { clock });
      const body = runBodySaying('Hello');
      const headers = { ...SECRETS, 'x-tenant': 'acme' };
      await collectRun(await server[transport].run('default', body, { headers }));
      expect(server.errors).toEqual([
        {
          type: 'error',
          timestamp: 1_000,
          error,
          context: {
            source: 'runtime',
            threadId: body.threadId,
            runId: body.runId,
            agent: { name: 'default' },
            request: {
              operation: 'agent.run',
              method: 'POST',
              url: expect.stringContaining('http://v1.test'),
              path: expect.any(String),
              headers: expect.objectContaining({ 'x-tenant': 'acme' }),
              startTime: 1_000,
            },
            metadata: { phase: 'sse.subscription' },
          },
        },
      ]);
      const shown = Object.keys(server.errors[0]?.context.request?.headers ?? {});
      for (const name of Object.keys(SECRETS)) expect(shown).not.toContain(name.toLowerCase());
    });
  }

  it('is told of a failure that an agent tells itself, with its code', async () => {
    const { rest, errors } = serve(
      new ScriptedAgent([{ type: 'RUN_ERROR', message: 'Too many', code: 'RATE_LIMITED' }]),
    );
    await collectRun(await rest.run('default', runBodySaying('Hello')));
    expect(errors.map(({ error, context }) => [String(error), context.metadata])).toEqual([
      ['Error: Too many', { phase: 'sse.subscription', code: 'RATE_LIMITED' }],
    ]);
  });

  const PLAIN_FETCH = async (): Promise<Response> =>
    Response.json({ error: { message: 'no such deployment' } }, { status: 404 });
  const FAILING: Readonly<Record<string, CopilotServiceAdapter>> = {
    'has a model': new OpenAIAdapter({
      openai: new OpenAI({ apiKey: 'k', baseURL: 'http://model.test/v1', fetch: PLAIN_FETCH }),
    }),
    'is asked by its process()': {
      process: () => Promise.reject(new Error('no such deployment')),
    },
  };

  it.each(Object.entries(FAILING))(
    'is told, once, what browsers are not told in production: of an adapter that %s',
    async (_, serviceAdapter) => {
      const actions = [{ name: 'look', handler: () => 'seen' }];
      for (const options of [{}, { actions }, { fastPath: false }]) {
        const { runtime, rest, errors } = serve(new ScriptedAgent(), {
          agents: {},
          environment: 'production',
          ...options,
        });
        runtime.handleServiceAdapter(serviceAdapter);
        // oxlint-disable-next-line no-await-in-loop -- one runtime after the other
        const { text } = await collectRun(await rest.run('default', runBodySaying('Hello')));
        expect(text).toContain('RUN_ERROR');
        expect(text).not.toContain('no such deployment');
        expect(errors.map(({ error }) => String(error))).toEqual([
          expect.stringContaining('no such deployment'),
        ]);
      }
    },
  );

  it('is told of a failure whose agent never ends after it', async () => {
    const agent = new ScriptedAgent(async function* tells({ input }) {
      yield runStarted(input);
      yield { type: 'RUN_ERROR', message: 'Too many' };
      await new Promise(() => undefined);
    });
    const clock = new FakeClock();
    const { rest, errors } = serve(agent, { clock });
    const run = rest.run('default', runBodySaying('Hello')).then(collectRun);
    await until(() => {
      clock.advance(1_000);
      return errors.length > 0;
    });
    await run;
    expect(errors.map(({ error }) => String(error))).toEqual(['Error: Too many']);
  });

  it('is told of a factory that throws, and not of answers such as 404 and 400', async () => {
    const error = new Error('No agents today');
    const failing = serve(new ScriptedAgent(), { agents: () => Promise.reject(error) });
    const body = runBodySaying('Hello');
    await jsonOf(await failing.rest.run('default', body), 500);
    expect(failing.errors).toHaveLength(1);
    expect(failing.errors[0]).toMatchObject({
      error,
      context: {
        threadId: body.threadId,
        agent: { name: 'default' },
        request: { operation: 'agent.run' },
        metadata: { phase: 'sse.factory' },
      },
    });
    const { rest, single, errors } = serve(new ScriptedAgent());
    for (const client of [rest, single]) {
      await jsonOf(await client.run('nobody', runBodySaying('Hello')), 404);
      await jsonOf(await client.run('default', { threadId: 1 }), 400);
    }
    expect(errors).toEqual([]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('No');
      },
    ],
    ['rejects', () => Promise.reject(new Error('No'))],
    ['never answers', () => new Promise<void>(() => undefined)],
  ])('changes nothing when it %s', async (_how, onError) => {
    const warnings: unknown[] = [];
    const skip = () => undefined;
    const logger = {
      debug: skip,
      info: skip,
      warn: (text: string) => void warnings.push(text),
      error: skip,
    };
    const { rest } = serve(failingAgent(), { onError, logger });
    const run = await collectRun(await rest.run('default', runBodySaying('Hello')));
    expect(run.events.at(-1)).toMatchObject({ type: 'RUN_ERROR', message: 'The agent broke' });
    if (_how !== 'never answers') expect(warnings).toEqual(['onError of the runtime failed']);
  });
});

describe('createErrorReporter', () => {
  it('tells the same error of the same run once, and that of another run again', () => {
    const told: CopilotErrorEvent[] = [];
    const { report } = createErrorReporter({ onError: (event) => void told.push(event) });
    const error = new Error('Broken');
    report(error, { threadId: 't', runId: 'a' });
    report(error, { threadId: 't', runId: 'a', metadata: { action: 'f' } });
    report(error, { threadId: 't', runId: 'b', source: 'agent' });
    report('text', { threadId: 't', runId: 'b' });
    report('text', { threadId: 't', runId: 'b' });
    expect(told.map(({ error: one, context }) => [one, context.runId, context.source])).toEqual([
      [error, 'a', 'runtime'],
      [error, 'b', 'agent'],
      ['text', 'b', 'runtime'],
      ['text', 'b', 'runtime'],
    ]);
  });

  it('gives the runtime no hook where nobody listens', () => {
    const { report, hooks } = createErrorReporter({});
    expect(hooks).toEqual({});
    expect(() => report(new RuntimeError('internal', 'No'), {})).not.toThrow();
  });
});

describe('CopilotKitError', () => {
  it.each(Object.entries(ERROR_CONFIG))('%s has what clients read', (code, config) => {
    const known = CopilotKitErrorCode[code as keyof typeof ERROR_CONFIG];
    const error = new CopilotKitError({ message: 'No', code: known });
    const { statusCode, visibility, severity, name } = config;
    expect(error).toMatchObject({ name, message: 'No', code, statusCode, visibility, severity });
    expect(error.extensions).toEqual({
      name: 'CopilotError',
      code,
      statusCode,
      visibility,
      severity,
    });
    expect(CopilotKitError.is(error)).toBe(true);
  });

  it('is a plain Error, whose severity and visibility may be others', () => {
    const cause = new Error('Inner');
    const error = new CopilotKitError({
      code: 'UNKNOWN',
      visibility: 'silent',
      severity: 'info',
      cause,
    });
    expect([error.visibility, error.severity, error.cause]).toEqual(['silent', 'info', cause]);
    expect(Object.getPrototypeOf(CopilotKitError.prototype)).toBe(Error.prototype);
    const misuse = new CopilotKitMisuseError({ message: 'Do it otherwise' });
    expect([misuse.code, misuse.name, misuse.statusCode]).toEqual([
      'MISUSE',
      'CopilotApiDiscoveryError',
      400,
    ]);
    expect(CopilotKitError.is(new Error('other'))).toBe(false);
  });
});
