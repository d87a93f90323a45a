import type { BusTransport } from '@flightdeck/store/engine';
import { createClient } from 'redis';

import { AdapterLink, type RedisPubSub } from './adapter-link.js';
import { NodeRedisLink } from './node-redis-link.js';
import type { RedisClient } from './redis-client.js';
import { RedisTransport } from './redis-transport.js';

export interface RedisBusOptions {
  /**
   * `redis://user:password@host:port`, or `rediss:` for TLS.
   *
   * @default 'redis://localhost:6379' if there is no client and no adapter either
   */
  readonly url?: string;
  /** A client of node-redis to take the settings from; it is copied and stays yours. */
  readonly client?: RedisClient;
  /** Any other client, in two functions; it stays yours. */
  readonly adapter?: RedisPubSub;
  /**
   * Begins every channel. Clusters that share one Redis need different ones.
   *
   * @default 'flightdeck:'
   */
  readonly prefix?: string;
}

const CONNECT_MS = 5_000;
const FIRST_DELAY_MS = 100;
const LAST_DELAY_MS = 5_000;

/**
 * Carries hints between instances over Redis or Valkey: the `bus` option of `postgresThreads`. It is
 * no truth and no lock: whatever gets lost is found by polling.
 *
 * @throws TypeError for options that exclude each other
 */
export function redisBus(options: RedisBusOptions = {}): BusTransport {
  const { url, client, adapter, prefix = 'flightdeck:' } = options;
  const given = [url, client, adapter].filter((value) => value !== undefined);
  if (given.length > 1) throw new TypeError('redisBus takes one of url, client and adapter');
  if (adapter !== undefined) return new RedisTransport(new AdapterLink(adapter), prefix);
  const create =
    client === undefined
      ? () => clientFor(url)
      : () => client.duplicate({ disableOfflineQueue: true });
  return new RedisTransport(new NodeRedisLink(create), prefix);
}

function clientFor(url: string | undefined): RedisClient {
  return createClient({
    ...(url === undefined ? {} : { url }),
    // What cannot be sent now is no news later.
    disableOfflineQueue: true,
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: delayBefore },
  });
}

/** Twice as long each time, and not for all instances the same. */
function delayBefore(retries: number): number {
  const longest = Math.min(FIRST_DELAY_MS * 2 ** Math.min(retries, 10), LAST_DELAY_MS);
  return longest / 2 + (Math.random() * longest) / 2;
}
