// The public API. Whatever is not named here may change without notice.

export type { RedisPubSub } from './adapter-link.js';
export { redisBus, type RedisBusOptions } from './redis-bus.js';
export type { RedisClient } from './redis-client.js';
