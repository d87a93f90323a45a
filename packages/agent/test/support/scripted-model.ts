import type { LanguageModel } from '../../src/model/language-model.js';

/** A part of a V3 stream. */
export type ScriptedPart = { readonly type: string; readonly [field: string]: unknown };

/** What the model was asked, as far as tests look at it. */
export interface ScriptedCall {
  readonly prompt: readonly {
    readonly role: string;
    readonly content: string | readonly Record<string, unknown>[];
  }[];
  readonly tools?: readonly { readonly name: string; readonly inputSchema?: unknown }[];
  readonly toolChoice?: unknown;
  readonly headers?: Record<string, string | undefined>;
  readonly abortSignal?: AbortSignal;
  readonly [setting: string]: unknown;
}

export type ScriptedTurn =
  | readonly ScriptedPart[]
  | ((call: ScriptedCall) => AsyncIterable<ScriptedPart> | Iterable<ScriptedPart>);

export interface ScriptedModel extends LanguageModel {
  /** In the order in which the model was asked. */
  readonly calls: readonly ScriptedCall[];
}

/** A model that says what it is told to, one turn per call; the last turn is repeated for ever. */
export function scriptedModel(
  turns: readonly ScriptedTurn[],
  { provider = 'scripted.chat', modelId = 'script-1' } = {},
): ScriptedModel {
  const calls: ScriptedCall[] = [];
  return {
    specificationVersion: 'v3',
    provider,
    modelId,
    supportedUrls: {},
    calls,
    doStream(options: never) {
      const call: ScriptedCall = options;
      calls.push(call);
      const turn = turns[Math.min(calls.length, turns.length) - 1] ?? [];
      const parts = typeof turn === 'function' ? turn(call) : turn;
      return Promise.resolve({ stream: streamOf(parts) });
    },
  };
}

/** Pulled part by part; cancelling it ends the script. */
function streamOf(parts: AsyncIterable<ScriptedPart> | Iterable<ScriptedPart>) {
  const iterator = (async function* all() {
    yield* parts;
  })();
  return new ReadableStream<unknown>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await iterator.return();
      },
    },
    { highWaterMark: 0 },
  );
}

export const USAGE = {
  inputTokens: { total: 10, noCache: 7, cacheRead: 2, cacheWrite: 1 },
  outputTokens: { total: 5, text: 3, reasoning: 2 },
};

export function finish(reason = 'stop', usage: unknown = USAGE): ScriptedPart {
  return { type: 'finish', finishReason: { unified: reason, raw: reason }, usage };
}

export function textBlock(id: string, ...deltas: readonly string[]): ScriptedPart[] {
  return [
    { type: 'text-start', id },
    ...deltas.map((delta) => ({ type: 'text-delta', id, delta })),
    { type: 'text-end', id },
  ];
}

/** Says the text and stops. */
export function says(...deltas: readonly string[]): ScriptedPart[] {
  return [{ type: 'stream-start', warnings: [] }, ...textBlock('0', ...deltas), finish()];
}

export function toolCall(id: string, toolName: string, input: unknown = {}): ScriptedPart[] {
  const json = typeof input === 'string' ? input : JSON.stringify(input);
  return [
    { type: 'tool-input-start', id, toolName },
    { type: 'tool-input-delta', id, delta: json },
    { type: 'tool-input-end', id },
    { type: 'tool-call', toolCallId: id, toolName, input: json },
  ];
}

/** Calls the tools and stops for their results. */
export function callsTools(...calls: readonly ScriptedPart[][]): ScriptedPart[] {
  return [...calls.flat(), finish('tool-calls')];
}
