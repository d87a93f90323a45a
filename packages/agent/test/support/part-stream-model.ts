import type { LanguageModel } from '../../src/model/language-model.js';

/** One answer of a scripted model: its parts, or the error that it throws. */
export type Script = readonly unknown[] | Error;

export interface ScriptedModel extends LanguageModel {
  /** The call options of each call. */
  readonly calls: Record<string, unknown>[];
  /** How many streams were cancelled. */
  readonly cancelled: { count: number };
}

/** A model that answers with the scripts, one per call, the last one for ever. */
export function scriptedModel(version: string, ...scripts: Script[]): ScriptedModel {
  const calls: Record<string, unknown>[] = [];
  const cancelled = { count: 0 };
  return {
    specificationVersion: version,
    provider: 'scripted.chat',
    modelId: 'one',
    calls,
    cancelled,
    doStream: async (options: never) => {
      const script = scripts[Math.min(calls.length, scripts.length - 1)] ?? [];
      calls.push(options);
      if (script instanceof Error) throw script;
      return { stream: streamOf(script, () => (cancelled.count += 1)) };
    },
  };
}

/** Yields the parts one by one; an error among them breaks the stream, a promise is waited for. */
function streamOf(parts: readonly unknown[], onCancel: () => void): ReadableStream<unknown> {
  const rest = [...parts];
  return new ReadableStream(
    {
      pull: async (controller) => {
        if (rest.length === 0) return controller.close();
        const part = rest.shift();
        if (part instanceof Error) throw part;
        if (part instanceof Promise) await part;
        else controller.enqueue(part);
      },
      cancel: onCancel,
    },
    { highWaterMark: 0 },
  );
}

export function never(): Promise<never> {
  return new Promise(() => undefined);
}
