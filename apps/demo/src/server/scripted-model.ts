import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { LanguageModel } from '@flightdeck/agent';
import { readConversation, type ModelCall } from './read-conversation.js';
import { chooseTurn, type Turn } from './script.js';

export interface ScriptedModelOptions {
  /**
   * Milliseconds before each word.
   *
   * @default 40
   */
  readonly wordDelayMs?: number;
  /**
   * Makes the ids of tool calls.
   *
   * @default crypto.randomUUID
   */
  readonly newId?: () => string;
}

type StreamPart = { readonly type: string; readonly [field: string]: unknown };

/** A model that answers from a script, word by word. The same conversation always gets the same answer. */
export function scriptedModel(options: ScriptedModelOptions = {}): LanguageModel {
  const { wordDelayMs = 40, newId = randomUUID } = options;
  return {
    specificationVersion: 'v3',
    provider: 'script.chat',
    modelId: 'script',
    supportedUrls: {},
    async doStream(asked: never) {
      const call: ModelCall = asked;
      const parts = partsOf(chooseTurn(readConversation(call)), newId());
      return { stream: streamOf(spoken(parts, wordDelayMs, call.abortSignal)) };
    },
  };
}

/** Pulled part by part; cancelling it ends the speech. */
function streamOf(parts: AsyncGenerator<StreamPart>): ReadableStream<StreamPart> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await parts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* spoken(
  parts: readonly StreamPart[],
  wordDelayMs: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<StreamPart> {
  for (const part of parts) {
    if ('delta' in part) await delay(wordDelayMs, undefined, { signal });
    yield part;
  }
}

function partsOf({ text, toolCall }: Turn, toolCallId: string): StreamPart[] {
  const reason = toolCall === undefined ? 'stop' : 'tool-calls';
  return [
    { type: 'stream-start', warnings: [] },
    ...(text === '' ? [] : textParts(text)),
    ...(toolCall === undefined ? [] : callParts(toolCall, toolCallId)),
    {
      type: 'finish',
      finishReason: { unified: reason, raw: reason },
      usage: { inputTokens: {}, outputTokens: {} },
    },
  ];
}

function textParts(text: string): StreamPart[] {
  const id = 'text';
  const words = text.match(/\s*\S+/g) ?? [];
  return [
    { type: 'text-start', id },
    ...words.map((delta) => ({ type: 'text-delta', id, delta })),
    { type: 'text-end', id },
  ];
}

function callParts({ name, args }: NonNullable<Turn['toolCall']>, id: string): StreamPart[] {
  const input = JSON.stringify(args);
  const pieces = input.match(/.{1,48}/gs) ?? [];
  return [
    { type: 'tool-input-start', id, toolName: name },
    ...pieces.map((delta) => ({ type: 'tool-input-delta', id, delta })),
    { type: 'tool-input-end', id },
    { type: 'tool-call', toolCallId: id, toolName: name, input },
  ];
}
