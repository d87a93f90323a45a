import type { ModelUsage } from '../model/model-part.js';
import type { TokenUsage } from '../options/agent-options.js';

const COUNTS = [
  ['inputTokens', 'inputTokens'],
  ['outputTokens', 'outputTokens'],
  ['totalTokens', 'totalTokens'],
  ['reasoningTokens', 'reasoningTokens'],
  ['cachedInputTokens', 'cachedInputTokens'],
  // As AG-UI 1.0 calls it.
  ['cacheWriteTokens', 'cacheWriteInputTokens'],
] as const;

type Counts = { [Name in (typeof COUNTS)[number][1]]?: number };

interface ModelName {
  readonly provider: string;
  readonly modelId: string;
}

/** What one model call has cost; numbers that a provider cannot mean are left out. */
export function toTokenUsage({ provider, modelId }: ModelName, usage: ModelUsage): TokenUsage {
  const counts: Counts = {};
  for (const [from, to] of COUNTS) {
    const value = usage[from];
    if (value !== undefined && Number.isSafeInteger(value) && value >= 0) counts[to] = value;
  }
  return { provider, model: modelId, ...counts };
}

/** The tokens of a run, added up for each model that it has asked. */
export class UsageSum {
  readonly #entries = new Map<string, TokenUsage>();

  add(usage: TokenUsage): void {
    const key = JSON.stringify([usage.provider, usage.model]);
    const known = this.#entries.get(key);
    this.#entries.set(key, known === undefined ? usage : sum(known, usage));
  }

  /** In the order in which the models were asked first. */
  entries(): readonly TokenUsage[] {
    return [...this.#entries.values()];
  }
}

function sum(left: TokenUsage, right: TokenUsage): TokenUsage {
  const counts: Counts = {};
  for (const [, name] of COUNTS) {
    const [a, b] = [left[name], right[name]];
    if (a !== undefined || b !== undefined) counts[name] = (a ?? 0) + (b ?? 0);
  }
  return { provider: left.provider, model: left.model, ...counts };
}
