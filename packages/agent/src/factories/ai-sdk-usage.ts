import { isRecord } from '../tools/is-record.js';
import type { ModelUsage } from '../model/model-part.js';

/** Token counts of AI SDK 5 and 6, and of 7, which keeps the details in objects of their own. */
export function readAISDKUsage(value: unknown): ModelUsage {
  if (!isRecord(value)) return {};
  const inputs = isRecord(value['inputTokenDetails']) ? value['inputTokenDetails'] : {};
  const outputs = isRecord(value['outputTokenDetails']) ? value['outputTokenDetails'] : {};
  return {
    inputTokens: count(value['inputTokens']),
    outputTokens: count(value['outputTokens']),
    totalTokens: count(value['totalTokens']),
    reasoningTokens: count(outputs['reasoningTokens']) ?? count(value['reasoningTokens']),
    cachedInputTokens: count(inputs['cacheReadTokens']) ?? count(value['cachedInputTokens']),
    cacheWriteTokens: count(inputs['cacheWriteTokens']),
  };
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
