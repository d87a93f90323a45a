import type { RedisLink } from './redis-link.js';

/**
 * Brings what a connection listens to in line with what is wanted, one command after the other: a
 * client that is told to leave and to join a channel at the same time may end up outside of it.
 */
export class Subscriptions {
  readonly #link: RedisLink;
  readonly #wanted = new Set<string>();
  #actual = new Set<string>();
  #working: Promise<void> | null = null;
  #again = false;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  has(channel: string): boolean {
    return this.#wanted.has(channel);
  }

  add(channel: string): void {
    this.#wanted.add(channel);
    void this.settle();
  }

  delete(channel: string): void {
    this.#wanted.delete(channel);
    void this.settle();
  }

  /** After a reconnect: joins every channel again. Resolves when that is done or has failed. */
  async renew(): Promise<void> {
    this.#actual = new Set();
    await this.settle();
  }

  clear(): void {
    this.#wanted.clear();
  }

  /** Never rejects: what fails is tried again after the next reconnect. */
  settle(): Promise<void> {
    this.#again = true;
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
    return this.#working;
  }

  async #work(): Promise<void> {
    // A moment later, so that many that are wanted together are one command.
    await Promise.resolve();
    while (this.#again) {
      this.#again = false;
      const actual = this.#actual;
      const joined = [...this.#wanted].filter((channel) => !actual.has(channel));
      const left = [...actual].filter((channel) => !this.#wanted.has(channel));
      try {
        if (joined.length > 0) await this.#link.subscribe(joined);
        for (const channel of joined) actual.add(channel);
        if (left.length > 0) await this.#link.unsubscribe(left);
        for (const channel of left) actual.delete(channel);
      } catch {
        // The connection is gone; the next one begins anew.
      }
    }
  }
}
