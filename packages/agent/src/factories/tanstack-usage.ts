import { isRecord } from '../tools/is-record.js';
import type { ModelUsage } from '../model/model-part.js';

interface NamedUsage {
  readonly name: { readonly provider: string; readonly modelId: string };
  readonly usage: ModelUsage;
}

/** The tokens that a RUN_FINISHED of TanStack AI tells: AG-UI's list, or its own object. */
export function readTanStackUsage(chunk: Readonly<Record<string, unknown>>): NamedUsage[] {
  const { usage, model } = chunk;
  const named = (value: Readonly<Record<string, unknown>>): NamedUsage['name'] => ({
    provider: text(value['provider']) ?? 'unknown',
    modelId: text(value['model']) ?? text(model) ?? 'unknown',
  });
  if (Array.isArray(usage)) {
    return usage.filter(isRecord).map((entry) => ({ name: named(entry), usage: ofList(entry) }));
  }
  return isRecord(usage) ? [{ name: named(usage), usage: ofObject(usage) }] : [];
}

function ofList(entry: Readonly<Record<string, unknown>>): ModelUsage {
  return {
    inputTokens: count(entry['inputTokens']),
    outputTokens: count(entry['outputTokens']),
    totalTokens: count(entry['totalTokens']),
    reasoningTokens: count(entry['reasoningTokens']),
    cachedInputTokens: count(entry['cachedInputTokens']),
    cacheWriteTokens: count(entry['cacheWriteInputTokens']),
  };
}

function ofObject(usage: Readonly<Record<string, unknown>>): ModelUsage {
  const prompt = isRecord(usage['promptTokensDetails']) ? usage['promptTokensDetails'] : {};
  const completion = isRecord(usage['completionTokensDetails'])
    ? usage['completionTokensDetails']
    : {};
  return {
    inputTokens: count(usage['promptTokens']),
    outputTokens: count(usage['completionTokens']),
    totalTokens: count(usage['totalTokens']),
    reasoningTokens: count(completion['reasoningTokens']),
    cachedInputTokens: count(prompt['cachedTokens']),
    cacheWriteTokens: count(prompt['cacheWriteTokens']),
  };
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
