import { StoreError } from '@flightdeck/store';
import { Pool } from 'pg';

import type { ResolvedConnectionOptions } from '../postgres-options.js';
import type { PgPool, PgPoolClient, PgQueryable } from './pg-shapes.js';
import type { Row } from './row-fields.js';
import type { Statement } from './statement.js';
import { targetOf } from './target.js';
import { sqlStateOf, toStoreError } from './to-store-error.js';

/** How long a statement of the request path may take, counted on this side. */
const STATEMENT_MS = 5_000;
const CONNECT_MS = 5_000;
/** For the lease of the node and the events of its runs. */
const URGENT_CONNECTIONS = 2;
const CLOSE_MS = 2_000;
const IDLE_MS = 30_000;
/** The server gives up later than this side does: it may still finish what nobody waits for. */
const SERVER_STATEMENT_MS = 10_000;
/** Statements that the server rolled back because they stood in each other's way. */
const ROLLED_BACK = new Set(['40001', '40P01']);
const ATTEMPTS = 5;

/** Where statements go: to any connection of the pool, or to the one of a transaction. */
export interface Session {
  /** @param timeoutMs how long it may take; as long as the session allows by default */
  rows(
    statement: Statement,
    values: readonly unknown[],
    timeoutMs?: number,
  ): Promise<readonly Row[]>;
}

/** The pool: bounded time for everything, and errors of the store only. */
export class Database implements Session {
  /**
   * Statements that must not wait until others are done with the pool: a node whose lease waits gives
   * its runs up. They have connections of their own, except in a pool of the caller's.
   */
  readonly urgent: Session = {
    rows: async (statement, values, timeoutMs = STATEMENT_MS) => {
      this.#checkReady();
      const send = () => this.#send(this.#urgent(), statement, values, timeoutMs);
      const rows = await this.#attempt(send);
      this.#tookWrites = true;
      return rows;
    },
  };
  readonly #options: ResolvedConnectionOptions;
  readonly #target: string;
  #pool: PgPool | null = null;
  #urgentPool: PgPool | null = null;
  /** Set once an urgent statement has succeeded: all of them write. */
  #tookWrites = false;
  #state: 'new' | 'ready' | 'closed' = 'new';

  constructor(options: ResolvedConnectionOptions) {
    this.#options = options;
    this.#target = options.pool === null ? targetOf(options.url) : 'by the given pool';
  }

  /** Runs `prepare`, and lets statements through once it has succeeded. */
  async open(prepare: (session: Session) => Promise<void>, timeoutMs: number): Promise<void> {
    if (this.#state === 'closed') throw closedError();
    this.#pool ??= this.#createPool(this.#options.poolSize);
    await this.#transaction(timeoutMs, prepare);
    // It may have been closed meanwhile.
    if (this.#state === 'new') this.#state = 'ready';
  }

  async close(): Promise<void> {
    this.#state = 'closed';
    const pools = [this.#pool, this.#urgentPool].filter((pool) => pool !== null);
    this.#pool = null;
    this.#urgentPool = null;
    if (this.#options.pool !== null) {
      for (const pool of pools) pool.removeListener('error', ignore);
      return;
    }
    const ended = Promise.all(pools.map((pool) => pool.end().catch(ignore)));
    await Promise.race([ended, delay(CLOSE_MS)]);
  }

  async rows(
    statement: Statement,
    values: readonly unknown[],
    timeoutMs = STATEMENT_MS,
  ): Promise<readonly Row[]> {
    this.#checkReady();
    return this.#attempt(() => this.#send(this.#ready(), statement, values, timeoutMs));
  }

  /** Several statements as one; for what must not be done by halves and is no single one. */
  async transaction<T>(timeoutMs: number, work: (session: Session) => Promise<T>): Promise<T> {
    this.#checkReady();
    return this.#transaction(timeoutMs, work);
  }

  async #transaction<T>(timeoutMs: number, work: (session: Session) => Promise<T>): Promise<T> {
    return this.#attempt(async () => {
      const client = await this.#ready().connect();
      // Between two statements nobody else would listen, and the process would die of it.
      client.on('error', ignore);
      const end = (error?: Error): void => {
        client.removeListener('error', ignore);
        client.release(error);
      };
      try {
        const result = await this.#within(client, timeoutMs, work);
        end();
        return result;
      } catch (error) {
        // Nobody knows what the connection is in the middle of.
        end(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
    });
  }

  async #within<T>(
    client: PgPoolClient,
    timeoutMs: number,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const limits = `set local statement_timeout = ${timeoutMs}; set local idle_in_transaction_session_timeout = ${timeoutMs}`;
    await client.query({
      text: `begin isolation level read committed; ${limits}`,
      query_timeout: STATEMENT_MS,
    });
    const rows: Session['rows'] = (statement, values, ms = timeoutMs) =>
      this.#send(client, statement, values, ms);
    const result = await work({ rows });
    await client.query({ text: 'commit', query_timeout: timeoutMs });
    return result;
  }

  async #send(
    to: PgQueryable,
    { name, text }: Statement,
    values: readonly unknown[],
    timeoutMs: number,
  ): Promise<readonly Row[]> {
    const named = this.#options.preparedStatements && name !== undefined ? { name } : {};
    const result = await to.query({
      ...named,
      text,
      values: [...values],
      query_timeout: timeoutMs,
    });
    // Rows are objects unless a query asks for something else.
    return result.rows as readonly Row[];
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (this.#state === 'closed') throw closedError(error);
        const again = ROLLED_BACK.has(sqlStateOf(error) ?? '') && attempt < ATTEMPTS;
        if (!again) throw this.#failureOf(error);
      }
    }
  }

  /** A server that took writes before and is read-only now is on its way to being a standby. */
  #failureOf(error: unknown): StoreError {
    const failure = toStoreError(error, this.#target);
    if (failure.code !== 'read_only' || !this.#tookWrites) return failure;
    return new StoreError('unavailable', failure.message, { cause: error });
  }

  #checkReady(): void {
    if (this.#state !== 'ready') throw closedError();
  }

  #ready(): PgPool {
    if (this.#pool === null) throw closedError();
    return this.#pool;
  }

  #urgent(): PgPool {
    if (this.#options.pool !== null) return this.#ready();
    if (this.#state === 'closed') throw closedError();
    return (this.#urgentPool ??= this.#createPool(URGENT_CONNECTIONS));
  }

  #createPool(size: number): PgPool {
    const { pool, url, preparedStatements } = this.#options;
    const created: PgPool =
      pool ??
      new Pool({
        ...(url === null ? {} : { connectionString: url }),
        max: size,
        application_name: 'flightdeck',
        connectionTimeoutMillis: CONNECT_MS,
        idleTimeoutMillis: IDLE_MS,
        keepAlive: true,
        keepAliveInitialDelayMillis: 10_000,
        // Parameters of the connection, which poolers of transactions do not know.
        ...(preparedStatements
          ? { statement_timeout: SERVER_STATEMENT_MS, options: connectionOptions() }
          : {}),
      });
    // An idle connection that breaks is replaced when the next one is needed.
    created.on('error', ignore);
    return created;
  }
}

/** Statements wait for each other, where a stricter isolation would have them fail. */
function connectionOptions(): string {
  const { PGOPTIONS = '' } = process.env;
  return `${PGOPTIONS} -c default_transaction_isolation=read\\ committed`.trim();
}

function closedError(cause?: unknown): StoreError {
  return new StoreError('closed', 'The PostgreSQL store is not open', { cause });
}

function ignore(): void {
  // Whoever needs the connection next hears of it.
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
