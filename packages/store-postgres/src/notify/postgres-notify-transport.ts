import { createHash } from 'node:crypto';

import type { BusReceiver, BusTransport } from '@flightdeck/store/engine';
import type { Client } from 'pg';

import { HintQueue, messagesOf } from './hint-queue.js';
import { KeptConnection, query } from './kept-connection.js';

/** A notification costs a commit in which all of the database's others wait: many hints go in one. */
const COLLECT_MS = 5;
const CHECK_EVERY_MS = 15_000;

export interface PostgresNotifyTransportOptions {
  /** A direct connection, not one of a pooler; `null` for what the environment says. */
  readonly url: string | null;
  /** Instances of the same schema hear each other. */
  readonly schema: string;
}

/** Hints over `LISTEN` and `NOTIFY`, on two connections of its own. */
export class PostgresNotifyTransport implements BusTransport {
  readonly #channel: string;
  readonly #listening: KeptConnection;
  readonly #sending: KeptConnection;
  readonly #queue = new HintQueue();
  readonly #topics = new Set<string>();
  #receiver: BusReceiver | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isSending = false;

  constructor({ url, schema }: PostgresNotifyTransportOptions) {
    const hash = createHash('sha256').update(schema).digest('hex').slice(0, 16);
    this.#channel = `flightdeck_${hash}`;
    this.#listening = new KeptConnection({
      url,
      prepare: (client) => this.#listen(client),
      onReconnected: () => this.#receiver?.onInterruption(),
      checkEveryMs: CHECK_EVERY_MS,
    });
    this.#sending = new KeptConnection({ url });
  }

  async start(receiver: BusReceiver): Promise<void> {
    this.#receiver = receiver;
    await Promise.all([this.#listening.start(), this.#sending.start()]);
  }

  publish(topic: string, payload: string): void {
    if (this.#receiver === null) return;
    this.#queue.add(topic, payload);
    if (!this.#isSending) this.#sendSoon();
  }

  subscribe(topic: string): void {
    this.#topics.add(topic);
  }

  unsubscribe(topic: string): void {
    this.#topics.delete(topic);
  }

  async close(): Promise<void> {
    this.#receiver = null;
    this.#queue.clear();
    clearTimeout(this.#timer);
    await Promise.all([this.#listening.close(), this.#sending.close()]);
  }

  async #listen(client: Client): Promise<void> {
    client.on('notification', ({ channel, payload }) => {
      if (channel === this.#channel && payload !== undefined) this.#receive(payload);
    });
    await client.query(query(`listen ${this.#channel}`));
  }

  #receive(notification: string): void {
    for (const [topic, payload] of messagesOf(notification)) {
      if (this.#topics.has(topic)) this.#receiver?.onMessage(topic, payload);
    }
  }

  #sendSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#send();
    }, COLLECT_MS).unref();
  }

  /** Sends what has collected; never throws. What cannot be sent is lost. */
  async #send(): Promise<void> {
    const notifications = this.#queue.take();
    const { client } = this.#sending;
    if (client === null || notifications.length === 0) return;
    this.#isSending = true;
    try {
      await client.query(
        query('select pg_notify($1, n) from unnest($2::text[]) n', [this.#channel, notifications]),
      );
    } catch {
      this.#sending.lose(client);
    } finally {
      this.#isSending = false;
    }
    if (this.#queue.size > 0) this.#sendSoon();
  }
}
