import type { BusTransport, MigrationMode } from '@flightdeck/store/engine';

import type { PgPool } from './sql/pg-shapes.js';

export interface PostgresConnectionOptions {
  /**
   * `postgres://user:password@host:port/database`. Without it and without `pool`, the variables of
   * the environment count that every PostgreSQL client knows: `PGHOST`, `PGUSER`, ...
   */
  readonly url?: string;
  /**
   * A pool of `pg` to use instead; it stays yours to end. Give `listenUrl` or `bus` with it, or
   * other instances hear of events only by asking. The lease of the instance is renewed by it too:
   * if it has no connection to give for eight seconds, runs are given up.
   */
  readonly pool?: PgPool;
  /**
   * Connections at most. Two more are kept free for the lease of the instance and the events of its
   * runs, unless the pool is yours.
   *
   * @default 10
   */
  readonly poolSize?: number;
  /**
   * The schema of all tables, created when it is missing. Several may share one database.
   *
   * @default 'flightdeck'
   */
  readonly schema?: string;
  /**
   * `auto` brings the schema up to date at the start, under a lock. `verify` refuses to start with
   * `migration_required`, for users who may not create tables.
   *
   * @default 'auto'
   */
  readonly migrate?: MigrationMode;
  /**
   * Named statements, and a statement timeout for the whole connection. Switch it off behind a
   * PgBouncer that pools transactions.
   *
   * @default true
   */
  readonly preparedStatements?: boolean;
  /**
   * Where to listen for hints of other instances: a direct connection, if `url` leads to a pooler.
   *
   * @default url
   */
  readonly listenUrl?: string;
  /** Carries hints between instances instead of `LISTEN` and `NOTIFY`; `null` for polling alone. */
  readonly bus?: BusTransport | null;
}

export interface ResolvedConnectionOptions {
  readonly url: string | null;
  readonly pool: PgPool | null;
  readonly poolSize: number;
  readonly schema: string;
  readonly migrate: MigrationMode;
  readonly preparedStatements: boolean;
}

/** PostgreSQL cuts longer names off, so that two schemas could become one. */
const MAX_NAME_BYTES = 63;

/** @throws TypeError for options that cannot work */
export function resolveConnectionOptions(
  options: PostgresConnectionOptions,
): ResolvedConnectionOptions {
  const {
    poolSize = 10,
    schema = 'flightdeck',
    migrate = 'auto',
    preparedStatements = true,
  } = options;
  const resolved = Object.freeze({
    url: options.url ?? null,
    pool: options.pool ?? null,
    poolSize,
    schema,
    migrate,
    preparedStatements,
  });
  check(resolved);
  checkUrl('url', options.url);
  checkUrl('listenUrl', options.listenUrl);
  return resolved;
}

function check({ url, pool, poolSize, schema, migrate }: ResolvedConnectionOptions): void {
  if (url !== null && pool !== null)
    throw new TypeError('postgresThreads takes either url or pool');
  if (schema === '' || schema.includes('\0') || Buffer.byteLength(schema) > MAX_NAME_BYTES) {
    throw new TypeError(`The option schema has to be a name of 1 to ${MAX_NAME_BYTES} bytes`);
  }
  if (!Number.isInteger(poolSize) || poolSize < 1) {
    throw new TypeError('The option poolSize has to be a whole number from 1 on');
  }
  if (migrate !== 'auto' && migrate !== 'verify') {
    throw new TypeError("The option migrate is 'auto' or 'verify'");
  }
}

/** Here, and without repeating it: the driver would complain later, and show the password. */
function checkUrl(name: string, url: string | undefined): void {
  // A path is a socket of this machine.
  if (url === undefined || url.startsWith('/') || URL.canParse(url)) return;
  throw new TypeError(`The option ${name} is not a URL such as postgres://user@host/database`);
}
