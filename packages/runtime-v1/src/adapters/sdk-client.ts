import { isRecord } from '../internal/is-record.js';

/**
 * As much as is read of a client of `openai`, `@anthropic-ai/sdk` or `groq-sdk`, of whichever version:
 * their packages are not needed.
 */
export interface SdkClientLike {
  /** Where the client asks. */
  baseURL: string;
  /** `null` for clients that get in by other means. */
  apiKey: string | null;
}

/** What clients keep of the options that they were made with. */
export interface SdkClientOptions {
  /** Names with values; `null` keeps a header from being sent. */
  readonly defaultHeaders?: unknown;
  readonly defaultQuery?: unknown;
  readonly fetch?: typeof globalThis.fetch;
  /** Options of `fetch`, such as the dispatcher of a proxy. */
  readonly fetchOptions?: object;
  /** A function for keys that are found anew for each question. */
  readonly apiKey?: unknown;
}

/** The options of a client of an SDK; empty for objects that keep none. v1.md 3. */
export function getSdkClientOptions(client: object): SdkClientOptions {
  const options: unknown = Reflect.get(client, '_options');
  return isRecord(options) ? options : {};
}
