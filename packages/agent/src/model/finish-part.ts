import { asRecord } from './as-record.js';
import type { FinishReason, ModelPart, ModelUsage } from './model-part.js';
import { metadata } from './part-metadata.js';

type Fields = Readonly<Record<string, unknown>>;

const reasons: readonly FinishReason[] = [
  'stop',
  'length',
  'content-filter',
  'tool-calls',
  'error',
  'other',
  'unknown',
];

/**
 * `undefined` if nobody has said why the model stopped: providers' packages make a `finish` of their
 * own when a connection ends early, and then the answer is not complete.
 */
export function finishPart(fields: Fields): ModelPart | undefined {
  const usage = usageOf(fields);
  if (isMadeUp(fields['finishReason'], usage)) return undefined;
  return {
    type: 'finish',
    reason: reasonOf(fields['finishReason']),
    ...(isPause(fields['finishReason']) && { isPaused: true }),
    usage,
    ...metadata(fields),
  };
}

/** Since V3 a reason that was sent is in `raw`; V2 says `unknown` for those that it does not know, too. */
function isMadeUp(reason: unknown, usage: ModelUsage): boolean {
  if (reason === 'unknown') return usage.outputTokens === undefined;
  const { unified, raw } = asRecord(reason) ?? {};
  return unified === 'interrupted' || (unified === 'other' && raw === undefined);
}

/** Anthropic interrupts long work of its own tools; told since V3. */
function isPause(reason: unknown): boolean {
  return asRecord(reason)?.['raw'] === 'pause_turn';
}

/** A string in V2; `{ unified, raw }` since V3. A reason that is not known is `other`. */
function reasonOf(value: unknown): FinishReason {
  const name = asRecord(value)?.['unified'] ?? value;
  return reasons.find((reason) => reason === name) ?? 'other';
}

function usageOf(fields: Fields): ModelUsage {
  const usage = asRecord(fields['usage']) ?? {};
  const input = asRecord(usage['inputTokens']);
  const output = asRecord(usage['outputTokens']);
  const counts =
    input || output ? nestedUsage(input ?? {}, output ?? {}) : flatUsage(usage, fields);
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => isCount(count)));
}

/** V3 and V4. */
function nestedUsage(input: Fields, output: Fields): Record<keyof ModelUsage, unknown> {
  const [inputTokens, outputTokens] = [input['total'], output['total']];
  return {
    inputTokens,
    outputTokens,
    totalTokens: isCount(inputTokens) && isCount(outputTokens) ? inputTokens + outputTokens : null,
    reasoningTokens: output['reasoning'],
    cachedInputTokens: input['cacheRead'],
    cacheWriteTokens: input['cacheWrite'],
  };
}

/** V2, which leaves what was written to the cache to the metadata of the one provider that tells it. */
function flatUsage(usage: Fields, fields: Fields): Record<keyof ModelUsage, unknown> {
  const anthropic = asRecord(asRecord(fields['providerMetadata'])?.['anthropic']);
  return {
    inputTokens: usage['inputTokens'],
    outputTokens: usage['outputTokens'],
    totalTokens: usage['totalTokens'],
    reasoningTokens: usage['reasoningTokens'],
    cachedInputTokens: usage['cachedInputTokens'],
    cacheWriteTokens: anthropic?.['cacheCreationInputTokens'],
  };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
