import type { ProviderOptions } from '../model/prompt.js';
import { providerFamily, sealMetadata } from './envelope.js';

/** Their packages sign reasoning, have another form for it, or write it into the text. */
const OTHER_FORMS: readonly string[] = ['google', 'groq', 'mistral', 'xai'];

/**
 * An envelope without anything in it, for reasoning that its provider does not sign: it says whose it
 * is. DeepSeek and others want theirs back as it was, while the turn goes on, and refuse the question
 * otherwise. `undefined` for providers to which such reasoning cannot be given back.
 */
export function sealBareReasoning(provider: string): string | undefined {
  const family = providerFamily(provider);
  if (!provider.endsWith('.chat') || OTHER_FORMS.includes(family)) return undefined;
  return sealMetadata(provider, { [family]: {} });
}

export function isBare(metadata: ProviderOptions): boolean {
  return Object.values(metadata).every((values) => Object.keys(values).length === 0);
}
