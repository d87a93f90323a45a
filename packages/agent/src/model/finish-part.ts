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

export function finishPart(fields: Fields): ModelPart {
  return {
    type: 'finish',
    reason: reasonOf(fields['finishReason']),
    usage: usageOf(fields),
    ...metadata(fields),
  };
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
