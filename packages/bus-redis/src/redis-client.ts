/** What is needed of a client of node-redis 4.6 or later; every other one fits through an adapter. */
export interface RedisClient {
  on(event: 'ready' | 'error', listener: () => void): unknown;
  connect(): Promise<unknown>;
  /** A new, unconnected client with the same settings and these. */
  duplicate(overrides?: { readonly disableOfflineQueue: boolean }): RedisClient;
  publish(channel: string, message: string): Promise<unknown>;
  subscribe(
    channels: string | string[],
    listener: (message: string, channel: string) => void,
  ): Promise<unknown>;
  unsubscribe(
    channels: string | string[],
    listener: (message: string, channel: string) => void,
  ): Promise<unknown>;
  /** From version 5 on. */
  destroy?(): void;
  /** Up to version 4, where it is not `destroy`. */
  disconnect?(): Promise<void> | void;
}
