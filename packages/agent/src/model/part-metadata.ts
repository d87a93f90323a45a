import { asRecord } from './as-record.js';
import type { ProviderOptions } from './prompt.js';

/** The `providerMetadata` of a stream part, if it has any. */
export function metadata(part: Readonly<Record<string, unknown>>): {
  readonly providerMetadata?: ProviderOptions;
} {
  const value = asRecord(part['providerMetadata']);
  // By the specification the values are records; they are passed on unread.
  return value === undefined ? {} : { providerMetadata: value as ProviderOptions };
}
