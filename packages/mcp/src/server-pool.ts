import { orAbort } from './deadline.js';
import { systemMCPClock, type MCPClock } from './mcp-clock.js';
import { MCPError } from './mcp-error.js';
import type { MCPLease, MCPPool, MCPPoolOptions } from './mcp-pool.js';
import type { MCPServerConfig } from './mcp-types.js';
import { PooledServer, type PooledServerLimits } from './pooled-server.js';
import { ServerIdentity } from './server-identity.js';

interface Entry {
  readonly server: PooledServer;
  readonly expiresAt: number;
}

interface Failure {
  readonly error: MCPError;
  readonly until: number;
}

/** The pool of `createMCPPool`. */
export class ServerPool implements MCPPool {
  readonly #limits: PooledServerLimits;
  readonly #clock: MCPClock;
  readonly #ttlMs: number;
  readonly #max: number;
  readonly #retryAfterMs: number;
  readonly #identity = new ServerIdentity();
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry>();
  readonly #failures = new Map<string, Failure>();
  #closed = false;

  constructor(options: MCPPoolOptions) {
    const { ttlMs, maxConnections, retryAfterMs, listTtlMs, idleMs, ...connect } = options;
    this.#clock = connect.clock ?? systemMCPClock;
    this.#limits = {
      connect,
      clock: this.#clock,
      listTtlMs: listTtlMs ?? 60_000,
      idleMs: idleMs ?? 30_000,
    };
    this.#ttlMs = ttlMs ?? Infinity;
    this.#max = Math.max(1, maxConnections ?? 100);
    this.#retryAfterMs = retryAfterMs ?? 5_000;
  }

  async acquire(
    config: MCPServerConfig,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<MCPLease> {
    if (this.#closed) throw new MCPError('closed', 'The pool of MCP connections is closed');
    options.signal?.throwIfAborted();
    const key = this.#identity.of(config);
    this.#sweep();
    const failure = this.#failures.get(key);
    if (failure !== undefined) throw failure.error;
    const entry = this.#entryOf(key, config);
    const leasing = this.#lease(key, entry);
    try {
      return await orAbort(leasing, options.signal);
    } catch (error) {
      // Whoever left does not hold the connection.
      void leasing.then((lease) => lease.release()).catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const servers = [...this.#entries.values()].map(({ server }) => server);
    this.#entries.clear();
    this.#failures.clear();
    await Promise.all(servers.map((server) => server.close()));
  }

  async #lease(key: string, entry: Entry): Promise<MCPLease> {
    try {
      return await entry.server.lease();
    } catch (error) {
      const isCurrent = this.#entries.get(key) === entry;
      this.#drop(key, entry);
      if (isCurrent && error instanceof MCPError && this.#retryAfterMs > 0) {
        this.#failures.set(key, { error, until: this.#clock.now() + this.#retryAfterMs });
      }
      throw error;
    }
  }

  #entryOf(key: string, config: MCPServerConfig): Entry {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const entry: Entry = {
      server: new PooledServer(config, this.#limits, () => this.#drop(key, entry)),
      expiresAt: this.#clock.now() + this.#ttlMs,
    };
    this.#entries.set(key, entry);
    this.#evict();
    return entry;
  }

  #evict(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= this.#max) return;
      this.#drop(key, entry);
    }
  }

  /** Forgets what is too old, so that no timer has to. */
  #sweep(): void {
    const now = this.#clock.now();
    for (const [key, entry] of this.#entries) {
      if (entry.expiresAt <= now) this.#drop(key, entry);
    }
    for (const [key, { until }] of this.#failures) {
      if (until <= now) this.#failures.delete(key);
    }
  }

  #drop(key: string, entry: Entry): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
    entry.server.retire();
  }
}
