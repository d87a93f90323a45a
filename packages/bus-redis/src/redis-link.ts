/** What a link tells its owner. Neither function throws. */
export interface RedisLinkEvents {
  readonly onMessage: (channel: string, message: string) => void;
  /** Connected, for the first time or again: nothing is subscribed to that was not before. */
  readonly onReady: () => void;
}

/** A pair of connections to Redis, one that sends and one that listens. */
export interface RedisLink {
  /** Connects in the background; resolves when the first attempt has succeeded or failed. */
  start(events: RedisLinkEvents): Promise<void>;
  /** Rejects what cannot be sent now. */
  publish(channel: string, message: string): Promise<unknown>;
  subscribe(channels: readonly string[]): Promise<unknown>;
  unsubscribe(channels: readonly string[]): Promise<unknown>;
  close(): Promise<void>;
}
