import { describe, expect, it } from '@jest/globals';

import { createFakeTimers, type FakeTimers } from '../../test/support/fake-timers.js';
import { createGate } from '../../test/support/gate.js';
import { never, scriptedModel } from '../../test/support/part-stream-model.js';
import { until } from '../../test/support/until.js';
import type { LanguageModel } from './language-model.js';
import type { ModelCall } from './model-call.js';
import type { ModelLimits } from './model-deadline.js';
import { ModelFailure } from './model-failure.js';
import type { ModelPart } from './model-part.js';
import { watchedStream, type ModelWatch } from './watched-stream.js';

const hello = { type: 'text-delta', id: '1', delta: 'hello' };
const finish = { type: 'finish', finishReason: 'stop', usage: {} };

function question(signal = new AbortController().signal): ModelCall {
  return { prompt: [], tools: [], toolChoice: 'auto', settings: {}, signal };
}

function limited(model: LanguageModel, limits: ModelLimits = {}, call = question()) {
  const timers = createFakeTimers();
  const all = { timeoutMs: 50, idleTimeoutMs: 20, schedule: timers.schedule, ...limits };
  return { timers, parts: watchedStream(model, call, { limits: all }) };
}

async function expired(
  parts: AsyncGenerator<ModelPart>,
  { expire, running }: FakeTimers,
): Promise<unknown> {
  const next = parts.next().catch((error: unknown) => error);
  await until(() => running().length > 0);
  expire();
  return next;
}

/** Answers a question only by obeying its abort, with an error of its own. */
function obedient(): LanguageModel & { readonly signals: AbortSignal[] } {
  const signals: AbortSignal[] = [];
  return {
    specificationVersion: 'v3',
    provider: 'scripted.chat',
    modelId: 'one',
    signals,
    doStream(options: never) {
      const { abortSignal }: { readonly abortSignal: AbortSignal } = options;
      signals.push(abortSignal);
      return new Promise((_, reject) => {
        abortSignal.addEventListener('abort', () => reject(new Error('fetch was stopped')));
      });
    },
  };
}

describe('watchedStream', () => {
  it('gives up a model that does not begin to answer [model.time-limits]', async () => {
    const { parts, timers } = limited(scriptedModel('v3', [never()]));
    const failure = await expired(parts, timers);
    expect(failure).toBeInstanceOf(ModelFailure);
    expect(failure).toMatchObject({
      code: 'timeout',
      retryable: true,
      message: 'The model did not begin to answer within 50 ms.',
    });
  });

  it('aborts the request to the provider, and says itself what happened [model.time-limits]', async () => {
    const model = obedient();
    const { parts, timers } = limited(model);
    expect(await expired(parts, timers)).toMatchObject({ code: 'timeout' });
    expect(model.signals[0]?.aborted).toBe(true);
  });

  it('gives up a model that stops in the middle, and cancels its stream [model.time-limits]', async () => {
    const model = scriptedModel('v3', [hello, never()]);
    const { parts, timers } = limited(model);
    await parts.next();
    expect(await expired(parts, timers)).toMatchObject({
      code: 'timeout',
      message: 'The model said nothing more for 20 ms.',
    });
    expect(model.cancelled.count).toBe(1);
  });

  it('says what happened even where the provider breaks its stream first [model.time-limits]', async () => {
    const model: LanguageModel = {
      specificationVersion: 'v3',
      provider: 'scripted.chat',
      modelId: 'one',
      doStream(options: never) {
        const { abortSignal }: { readonly abortSignal: AbortSignal } = options;
        const stream = new ReadableStream<unknown>({
          start(controller) {
            controller.enqueue(hello);
            abortSignal.addEventListener('abort', () => {
              controller.error(new Error('the fetch was stopped'));
            });
          },
        });
        return Promise.resolve({ stream });
      },
    };
    const { parts, timers } = limited(model);
    await parts.next();
    expect(await expired(parts, timers)).toMatchObject({ code: 'timeout' });
  });

  it('measures only while somebody waits for the model', async () => {
    const { parts, timers } = limited(scriptedModel('v3', [hello, finish]));
    const first = parts.next();
    expect(timers.running()).toEqual([50]);
    await first;
    expect(timers.running()).toEqual([]);
    const second = parts.next();
    expect(timers.running()).toEqual([20]);
    await second;
    await parts.next();
    expect(timers.running()).toEqual([]);
  });

  it('sets no limit for 0, and waits no longer than timers can', async () => {
    const { parts, timers } = limited(scriptedModel('v3', [hello, never()]), {
      timeoutMs: 0,
      idleTimeoutMs: 1e15,
    });
    const first = parts.next();
    expect(timers.running()).toEqual([]);
    await first;
    parts.next().catch(() => undefined);
    expect(timers.running()).toEqual([2_147_483_647]);
  });

  it('leaves no timer behind when the run is stopped or the answer is left', async () => {
    const controller = new AbortController();
    const stopped = limited(scriptedModel('v3', [never()]), {}, question(controller.signal));
    const waiting = stopped.parts.next();
    controller.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    expect(stopped.timers.running()).toEqual([]);

    const left = limited(scriptedModel('v3', [hello, never()]));
    await left.parts.next();
    await left.parts.return();
    expect(left.timers.running()).toEqual([]);
  });
});

describe('a watch', () => {
  function watched(model: LanguageModel, signal?: AbortSignal) {
    const seen: string[] = [];
    const watch: ModelWatch = {
      run(work) {
        seen.push('run');
        return work();
      },
      part: ({ type }) => void seen.push(type),
      end: (error) => void seen.push(error instanceof Error ? `end: ${error.message}` : 'end'),
    };
    return { seen, parts: watchedStream(model, question(signal), { watch: () => watch }) };
  }

  it('sees the parts, and the end once', async () => {
    const { parts, seen } = watched(scriptedModel('v3', [hello, finish]));
    for await (const part of parts) expect(part.type).toBeDefined();
    expect(seen.filter((what) => what !== 'run')).toEqual(['text-delta', 'finish', 'end']);
  });

  it('hears what an answer broke with', async () => {
    const { parts, seen } = watched(scriptedModel('v3', new Error('refused')));
    await expect(parts.next()).rejects.toThrow('refused');
    expect(seen).toEqual(['run', 'end: refused']);
  });

  it('sees the end of an answer that is left early', async () => {
    const { parts, seen } = watched(scriptedModel('v3', [hello, finish]));
    await parts.next();
    await parts.return();
    expect(seen).toEqual(['run', 'text-delta', 'end']);
  });

  it('hears of an abort', async () => {
    const controller = new AbortController();
    const gate = createGate();
    const { parts, seen } = watched(
      scriptedModel('v3', [hello, gate.opened, finish]),
      controller.signal,
    );
    await parts.next();
    const next = parts.next();
    controller.abort(new Error('stopped'));
    await expect(next).rejects.toThrow('stopped');
    expect(seen.at(-1)).toBe('end: stopped');
  });
});
