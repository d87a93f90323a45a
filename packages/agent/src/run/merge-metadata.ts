import type { ProviderOptions } from '../model/prompt.js';

/** What a provider has said of one block, in its start, deltas and end; later words win. */
export function mergeMetadata(
  known: ProviderOptions | undefined,
  more: ProviderOptions | undefined,
): ProviderOptions | undefined {
  if (more === undefined) return known;
  if (known === undefined) return more;
  const merged: Record<string, Readonly<Record<string, unknown>>> = { ...known };
  for (const [provider, values] of Object.entries(more)) {
    merged[provider] = { ...merged[provider], ...values };
  }
  return merged;
}

/** Whether there is anything in it that a provider would miss. */
export function isTelling(metadata: ProviderOptions | undefined): metadata is ProviderOptions {
  return (
    metadata !== undefined &&
    Object.values(metadata).some((values) =>
      Object.values(values).some((value) => value !== undefined && value !== null),
    )
  );
}
