import { ModelFailure } from './model-failure.js';

export interface ModelId {
  /** In lower case. */
  readonly provider: string;
  /** As written, but for blanks around it. */
  readonly modelId: string;
}

/**
 * Reads `provider/model-id` or `provider:model-id` (agent.md 18.2): cut at whichever separator comes
 * first, so that ids may hold both. Whether the provider exists is not looked at.
 *
 * Throws a `ModelFailure` that begins with `Invalid model string`.
 */
export function parseModelId(spec: string): ModelId {
  const cut = spec.search(/[/:]/);
  const provider = spec.slice(0, Math.max(cut, 0)).trim().toLowerCase();
  const modelId = spec.slice(cut + 1).trim();
  if (provider === '' || modelId === '') {
    throw new ModelFailure(
      'invalid_model',
      `Invalid model string "${spec}". Write the provider and the model, such as "openai/gpt-4o", "anthropic/claude-sonnet-4-5" or "google/gemini-2.5-pro".`,
    );
  }
  return { provider, modelId };
}
