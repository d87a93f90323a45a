import type { BusReceiver, BusTransport } from '@flightdeck/store/engine';

import type { RedisLink } from './redis-link.js';
import { Subscriptions } from './subscriptions.js';

/** Messages on their way at most: a server that has stopped answering must not fill the memory. */
const MAX_SENDING = 10_000;

/** Hints over channels of Redis, one for each topic. */
export class RedisTransport implements BusTransport {
  readonly #link: RedisLink;
  readonly #prefix: string;
  readonly #subscriptions: Subscriptions;
  #receiver: BusReceiver | null = null;
  #started = false;
  #isReady = false;
  #sending = 0;

  constructor(link: RedisLink, prefix: string) {
    this.#link = link;
    this.#prefix = prefix;
    this.#subscriptions = new Subscriptions(link);
  }

  async start(receiver: BusReceiver): Promise<void> {
    if (this.#receiver !== null) return;
    this.#receiver = receiver;
    await this.#link.start({
      onMessage: (channel, message) => this.#receive(channel, message),
      onReady: () => void this.#onReady(),
    });
    this.#started = true;
  }

  publish(topic: string, payload: string): void {
    if (this.#receiver === null || this.#sending >= MAX_SENDING) return;
    this.#sending += 1;
    this.#link
      .publish(this.#prefix + topic, payload)
      .catch(() => undefined)
      .finally(() => {
        this.#sending -= 1;
      });
  }

  subscribe(topic: string): void {
    this.#subscriptions.add(this.#prefix + topic);
  }

  unsubscribe(topic: string): void {
    this.#subscriptions.delete(this.#prefix + topic);
  }

  async close(): Promise<void> {
    this.#receiver = null;
    this.#subscriptions.clear();
    await this.#link.close();
  }

  #receive(channel: string, message: string): void {
    if (!this.#subscriptions.has(channel)) return;
    this.#receiver?.onMessage(channel.slice(this.#prefix.length), message);
  }

  async #onReady(): Promise<void> {
    // Nothing was missed by the first connection, if it was there from the start.
    const missed = this.#isReady || this.#started;
    this.#isReady = true;
    await this.#subscriptions.renew();
    if (missed) this.#receiver?.onInterruption();
  }
}
