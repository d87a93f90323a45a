import type { RedisClient } from './redis-client.js';
import type { RedisLink, RedisLinkEvents } from './redis-link.js';

/** Two clients of node-redis: one that listens can do nothing else. They reconnect by themselves. */
export class NodeRedisLink implements RedisLink {
  readonly #sender: RedisClient;
  readonly #listener: RedisClient;
  #onMessage: (message: string, channel: string) => void = () => undefined;

  /** @param create makes an unconnected client that refuses commands while it has no connection */
  constructor(create: () => RedisClient) {
    this.#sender = create();
    this.#listener = create();
  }

  async start({ onMessage, onReady }: RedisLinkEvents): Promise<void> {
    // Always the same function: node-redis subscribes again by itself, and counts it once.
    this.#onMessage = (message, channel) => onMessage(channel, message);
    this.#listener.on('ready', onReady);
    await Promise.all([connect(this.#sender), connect(this.#listener)]);
  }

  publish(channel: string, message: string): Promise<unknown> {
    return this.#sender.publish(channel, message);
  }

  subscribe(channels: readonly string[]): Promise<unknown> {
    return this.#listener.subscribe([...channels], this.#onMessage);
  }

  unsubscribe(channels: readonly string[]): Promise<unknown> {
    return this.#listener.unsubscribe([...channels], this.#onMessage);
  }

  async close(): Promise<void> {
    await Promise.all([disconnect(this.#sender), disconnect(this.#listener)]);
  }
}

/** Resolves with the first connection or the first failure, after which the client tries again. */
function connect(client: RedisClient): Promise<void> {
  return new Promise((resolve) => {
    const settled = (): void => resolve();
    // Without a listener an error would end the process; with it, the client reconnects.
    client.on('error', settled);
    client.on('ready', settled);
    client.connect().then(settled, settled);
  });
}

async function disconnect(client: RedisClient): Promise<void> {
  try {
    // Nothing is waited for: what is on its way are hints.
    if (client.destroy === undefined) await client.disconnect?.();
    else client.destroy();
  } catch {
    // It was not connected.
  }
}
