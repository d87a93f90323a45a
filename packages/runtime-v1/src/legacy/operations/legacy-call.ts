import type { Logger, RequestSource, RuntimeDispatcher } from '@flightdeck/core';

/** One call of an operation of the old wire. */
export interface LegacyCall {
  /** The runtime of today, which does the work. */
  readonly inner: RuntimeDispatcher;
  /** The request that has brought it. */
  readonly client: RequestSource;
  readonly variables: unknown;
  /** Whether agents take the client's instructions beside its messages. */
  readonly instructionsAside: boolean;
  /** Told of what nobody has foreseen. */
  readonly logger: Logger | undefined;
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
