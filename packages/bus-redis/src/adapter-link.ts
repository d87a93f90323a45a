import type { RedisLink, RedisLinkEvents } from './redis-link.js';

/** Any client of any server with channels. It connects, and reconnects, on its own. */
export interface RedisPubSub {
  publish(channel: string, message: string): unknown;
  /** Answers how to end the subscription. */
  subscribe(
    channel: string,
    onMessage: (message: string) => void,
  ): (() => unknown) | Promise<() => unknown>;
  /** Calls back after each reconnect. Without it, what was missed meanwhile is found by polling. */
  onReconnect?(listener: () => void): void;
}

/** A client of the caller's own, which stays open when the bus is closed. */
export class AdapterLink implements RedisLink {
  readonly #client: RedisPubSub;
  readonly #ends = new Map<string, () => unknown>();
  #events: RedisLinkEvents | null = null;

  constructor(client: RedisPubSub) {
    this.#client = client;
  }

  async start(events: RedisLinkEvents): Promise<void> {
    this.#events = events;
    events.onReady();
    this.#client.onReconnect?.(() => this.#events?.onReady());
  }

  async publish(channel: string, message: string): Promise<void> {
    await this.#client.publish(channel, message);
  }

  async subscribe(channels: readonly string[]): Promise<void> {
    await Promise.all(
      channels.map(async (channel) => {
        if (this.#ends.has(channel)) return;
        const onMessage = (message: string): void => this.#events?.onMessage(channel, message);
        this.#ends.set(channel, await this.#client.subscribe(channel, onMessage));
      }),
    );
  }

  async unsubscribe(channels: readonly string[]): Promise<void> {
    for (const channel of channels) {
      const end = this.#ends.get(channel);
      this.#ends.delete(channel);
      await end?.();
    }
  }

  async close(): Promise<void> {
    this.#events = null;
    await this.unsubscribe([...this.#ends.keys()]).catch(() => undefined);
  }
}
