import type { ModelUsage } from '../model/model-part.js';
import type { TokenUsage } from '../options/agent-options.js';
import type { SpanAttributes } from './traced-span.js';

/** The tokens of one answer, as the GenAI conventions name them: parts are counted in their wholes. */
export function usageAttributes(usage: ModelUsage): SpanAttributes {
  return {
    'gen_ai.usage.input_tokens': usage.inputTokens,
    'gen_ai.usage.output_tokens': usage.outputTokens,
    'gen_ai.usage.reasoning.output_tokens': usage.reasoningTokens,
    'gen_ai.usage.cache_read.input_tokens': usage.cachedInputTokens,
    'gen_ai.usage.cache_creation.input_tokens': usage.cacheWriteTokens,
  };
}

/** The tokens of all models of a run. */
export function totalUsageAttributes(usage: readonly TokenUsage[]): SpanAttributes {
  return {
    'gen_ai.usage.input_tokens': total(usage.map(({ inputTokens }) => inputTokens)),
    'gen_ai.usage.output_tokens': total(usage.map(({ outputTokens }) => outputTokens)),
  };
}

function total(counts: readonly (number | undefined)[]): number | undefined {
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0);
}
