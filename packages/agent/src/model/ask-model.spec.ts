import { describe, expect, it } from '@jest/globals';

import { askModel } from './ask-model.js';
import type { AskModelOptions, ModelAnswer } from './ask-model.js';
import type { LanguageModel } from './language-model.js';
import { ModelFailure } from './model-failure.js';
import type { ModelPart } from './model-part.js';
import { createFakeTimers } from '../../test/support/fake-timers.js';
import { until } from '../../test/support/until.js';
import { never, scriptedModel } from '../../test/support/part-stream-model.js';

const start = { type: 'text-start', id: '1' };
const hello = { type: 'text-delta', id: '1', delta: 'hello' };
const finish = { type: 'finish', finishReason: 'stop', usage: {} };
const answer = [{ type: 'stream-start' }, start, hello, finish];

class HttpError extends Error {
  override readonly name = 'AI_APICallError';
  readonly statusCode: number;
  readonly responseHeaders: Record<string, string>;

  constructor(statusCode: number, responseHeaders: Record<string, string> = {}) {
    super(`status ${statusCode}`);
    this.statusCode = statusCode;
    this.responseHeaders = responseHeaders;
  }
}

interface Harness {
  readonly slept: number[];
  readonly logged: string[];
  readonly options: AskModelOptions;
}

function harness(models: LanguageModel[], more: Partial<AskModelOptions> = {}): Harness {
  const slept: number[] = [];
  const logged: string[] = [];
  const log = (message: string, details?: unknown) =>
    void logged.push(`${message} ${JSON.stringify(details)}`);
  const signal = more.signal ?? new AbortController().signal;
  return {
    slept,
    logged,
    options: {
      models: models.map((model) => async () => model),
      call: { prompt: [], tools: [], toolChoice: 'auto', settings: {}, signal },
      signal,
      maxRetries: 2,
      logger: { debug: log, warn: log, error: log },
      sleep: async (ms) => void slept.push(ms),
      random: () => 0,
      now: () => 0,
      ...more,
    },
  };
}

async function rest({ parts }: ModelAnswer): Promise<ModelPart[]> {
  const all: ModelPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

async function failureOf(options: AskModelOptions): Promise<ModelFailure> {
  const error = await askModel(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ModelFailure) return error;
  throw new Error('no ModelFailure', { cause: error });
}

describe('askModel', () => {
  it('gives all that a model says, and who said it', async () => {
    const given = await askModel(harness([scriptedModel('v2', answer)]).options);
    expect(given).toMatchObject({ provider: 'scripted.chat', modelId: 'one' });
    expect((await rest(given)).map(({ type }) => type)).toEqual([
      'text-start',
      'text-delta',
      'finish',
    ]);
  });

  it('asks again after failures that may pass, with growing pauses [model.retries]', async () => {
    const model = scriptedModel('v3', new HttpError(503), new HttpError(500), answer);
    const { options, slept } = harness([model]);
    expect(await rest(await askModel(options))).toHaveLength(3);
    expect(slept).toEqual([1000, 2000]);
  });

  it('waits as long as the provider asks [model.retry-after]', async () => {
    const model = scriptedModel(
      'v3',
      new HttpError(429, { 'retry-after': '7' }),
      new HttpError(429, { 'retry-after-ms': '40' }),
      answer,
    );
    const { options, slept } = harness([model]);
    await rest(await askModel(options));
    expect(slept).toEqual([7000, 40]);
  });

  it('gives up after the configured number of repetitions [model.retries]', async () => {
    const model = scriptedModel('v3', new HttpError(503));
    const { options, slept } = harness([model], { maxRetries: 1 });
    expect(await failureOf(options)).toMatchObject({ code: 'provider_unavailable', status: 503 });
    expect(model.calls).toHaveLength(2);
    expect(slept).toHaveLength(1);
  });

  it('does not repeat what will fail again [model.retries]', async () => {
    const model = scriptedModel('v3', new HttpError(401));
    expect(await failureOf(harness([model]).options)).toMatchObject({ code: 'auth_failed' });
    expect(model.calls).toHaveLength(1);
  });

  it.each([
    [
      'an error part',
      [start, { type: 'error', error: { type: 'overloaded_error', message: 'busy' } }, finish],
    ],
    ['a torn stream', [start, new Error('terminated')]],
    ['nothing at all', []],
    ['an empty text', [start, { ...hello, delta: '' }, { type: 'text-end', id: '1' }]],
  ])(
    'takes %s before the first content for a failed attempt [model.retries]',
    async (_, script) => {
      const model = scriptedModel('v3', script, answer);
      const parts = await rest(await askModel(harness([model]).options));
      expect(parts.map(({ type }) => type)).toEqual(['text-start', 'text-delta', 'finish']);
      expect(model.calls).toHaveLength(2);
    },
  );

  it('repeats nothing once something has been said [model.retries]', async () => {
    const model = scriptedModel('v3', [start, hello, new Error('terminated')], answer);
    const given = await askModel(harness([model]).options);
    await expect(rest(given)).rejects.toMatchObject({
      name: 'ModelFailure',
      code: 'provider_unavailable',
    });
    expect(model.calls).toHaveLength(1);
  });

  it('passes on errors that come after the first content', async () => {
    const error = { type: 'error', error: 'late' };
    const model = scriptedModel('v3', [start, hello, error, finish]);
    expect(await rest(await askModel(harness([model]).options))).toContainEqual(error);
  });

  it('asks the fallback models in order [model.fallback]', async () => {
    const first = scriptedModel('v3', new HttpError(503));
    const second = scriptedModel('v3', new HttpError(401));
    const third = { ...scriptedModel('v3', answer), modelId: 'three' };
    const { options, logged } = harness([first, second, third]);
    expect(await askModel(options)).toMatchObject({ modelId: 'three' });
    expect([first.calls.length, second.calls.length]).toEqual([3, 1]);
    expect(logged.filter((line) => line.startsWith('A model failed, the next'))).toHaveLength(2);
  });

  it('falls back from a model that cannot be loaded, and loads no more than it needs [model.fallback]', async () => {
    const missing = async () => {
      throw new ModelFailure('auth_failed', 'No API key');
    };
    const unwanted = async () => {
      throw new Error('loaded');
    };
    const { options } = harness([]);
    const models = [missing, async () => scriptedModel('v3', answer), unwanted];
    expect(await rest(await askModel({ ...options, models }))).toHaveLength(3);
  });

  it('fails with the last failure when no model answers [model.fallback]', async () => {
    const models = [
      scriptedModel('v3', new HttpError(401)),
      scriptedModel('v3', new HttpError(400)),
    ];
    expect(await failureOf(harness(models).options)).toMatchObject({ code: 'bad_request' });
    expect(await failureOf(harness([]).options)).toMatchObject({ code: 'invalid_model' });
  });

  it('makes the question for the model that is asked', async () => {
    const models = [
      scriptedModel('v3', new HttpError(400)),
      { ...scriptedModel('v3', answer), modelId: 'two' },
    ];
    const { options } = harness(models);
    const { call } = options;
    const asked: string[] = [];
    await askModel({
      ...options,
      call: ({ modelId }) => {
        asked.push(modelId);
        return call as never;
      },
    });
    expect(asked).toEqual(['one', 'two']);
  });

  it('ends a pause at once when it is aborted [model.abort]', async () => {
    const abort = new AbortController();
    const model = scriptedModel('v3', new HttpError(429, { 'retry-after': '60' }));
    const { options } = harness([model], { signal: abort.signal });
    // The real timer: the test would take a minute if it were waited for.
    const { sleep: _, ...real } = options;
    const logger = { ...options.logger, debug: () => abort.abort(new Error('stopped')) };
    await expect(askModel({ ...real, logger })).rejects.toThrow('stopped');
    expect(model.calls).toHaveLength(1);
  });

  it('ends an attempt at once when it is aborted, and asks no other model [model.abort]', async () => {
    const abort = new AbortController();
    const second = scriptedModel('v3', answer);
    const first = scriptedModel('v3', [start, never()]);
    const { options } = harness([first, second], { signal: abort.signal });
    const asked = askModel(options);
    const stop = new Error('stopped');
    setImmediate(() => abort.abort(stop));
    await expect(asked).rejects.toBe(stop);
    expect(second.calls).toHaveLength(0);
    expect(first.cancelled.count).toBe(1);
  });

  it('throws the reason of an abort while the answer is read [model.abort]', async () => {
    const abort = new AbortController();
    const { options } = harness([scriptedModel('v3', [start, hello, never()])], {
      signal: abort.signal,
    });
    const given = await askModel(options);
    const reading = rest(given);
    const stop = new Error('stopped');
    abort.abort(stop);
    await expect(reading).rejects.toBe(stop);
  });

  it('cancels the stream of an answer that is left early', async () => {
    const model = scriptedModel('v3', [start, hello, never()]);
    const { parts } = await askModel(harness([model]).options);
    for await (const part of parts) if (part.type === 'text-delta') break;
    expect(model.cancelled.count).toBe(1);
  });

  it('logs neither keys nor questions', async () => {
    const error = Object.assign(new HttpError(503), {
      message: 'Bearer SECRETSECRET',
      requestBodyValues: { prompt: 'PRIVATE' },
    });
    const { options, logged } = harness([scriptedModel('v3', error)]);
    await failureOf(options);
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.join('\n')).not.toMatch(/SECRET|PRIVATE/);
  });

  it('asks again, then the next model, when nothing comes in time [model.time-limits]', async () => {
    const silent = scriptedModel('v3', [never()]);
    const timers = createFakeTimers();
    const { options, slept } = harness([silent, scriptedModel('v3', answer)], {
      maxRetries: 1,
      limits: { schedule: timers.schedule },
    });
    const given = askModel(options);
    for (const calls of [1, 2]) {
      await until(() => silent.calls.length === calls && timers.running().length === 1);
      timers.expire();
    }
    expect(await rest(await given)).toHaveLength(3);
    expect(silent.calls).toHaveLength(2);
    expect(slept).toEqual([1000]);
  });

  it('repeats nothing when a model stops after its first words [model.time-limits]', async () => {
    const halting = scriptedModel('v3', [start, hello, never()]);
    const timers = createFakeTimers();
    const { options } = harness([halting, scriptedModel('v3', answer)], {
      limits: { schedule: timers.schedule },
    });
    const reading = rest(await askModel(options)).catch((error: unknown) => error);
    await until(() => timers.running().length === 1);
    timers.expire();
    expect(await reading).toMatchObject({ name: 'ModelFailure', code: 'timeout' });
    expect(halting.calls).toHaveLength(1);
  });
});
