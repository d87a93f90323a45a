// The public API. Whatever is not named here may change without notice.

export { PostgresNotifyTransport } from './notify/postgres-notify-transport.js';
export type { PostgresNotifyTransportOptions } from './notify/postgres-notify-transport.js';
export type { PostgresConnectionOptions } from './postgres-options.js';
export { postgresThreads, type PostgresThreadsOptions } from './postgres-threads.js';
export type { PgPool, PgPoolClient, PgQuery, PgQueryable } from './sql/pg-shapes.js';
