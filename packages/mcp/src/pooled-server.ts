import { connectMCP } from './connect-mcp.js';
import type { MCPConnectOptions } from './connect-options.js';
import type { MCPClock } from './mcp-clock.js';
import { MCPError } from './mcp-error.js';
import type { MCPLease } from './mcp-pool.js';
import type { MCPConnection, MCPServerConfig, MCPTool } from './mcp-types.js';

export interface PooledServerLimits {
  readonly connect: MCPConnectOptions;
  readonly clock: MCPClock;
  readonly listTtlMs: number;
  readonly idleMs: number;
}

interface Opened {
  readonly connection: MCPConnection;
  readonly tools: readonly MCPTool[];
}

/** One connection of a pool, from before it is open until nobody uses it any more. */
export class PooledServer {
  readonly #config: MCPServerConfig;
  readonly #limits: PooledServerLimits;
  readonly #options: MCPConnectOptions;
  readonly #onUseless: () => void;
  /** Aborts the handshake when the connection is not wanted any more. */
  readonly #life = new AbortController();
  #opening: Promise<MCPConnection> | undefined;
  #connection: MCPConnection | undefined;
  #listing: Promise<readonly MCPTool[]> | undefined;
  #users = 0;
  #retired = false;
  /** How often the server's list has become stale. */
  #changes = 0;
  #listedAt = 0;
  #cancelIdle: (() => void) | undefined;

  /** @param onUseless called when the connection has died, or has been idle for too long */
  constructor(config: MCPServerConfig, limits: PooledServerLimits, onUseless: () => void) {
    this.#config = config;
    this.#limits = limits;
    this.#onUseless = onUseless;
    this.#options = {
      ...limits.connect,
      signal: this.#life.signal,
      onToolsChanged: () => {
        this.#changes += 1;
        this.#listing = undefined;
      },
      onClosed: onUseless,
    };
  }

  /** Connects and lists, if that has not been done. Who calls counts as a user until the lease is released. */
  async lease(): Promise<MCPLease> {
    this.#users += 1;
    this.#cancelIdle?.();
    let opened: Opened;
    try {
      opened = await this.#open();
    } catch (error) {
      this.#leave();
      throw error;
    }
    let released = false;
    return {
      ...opened,
      release: () => {
        if (released) return;
        released = true;
        this.#leave();
      },
    };
  }

  /** Closes as soon as nobody uses it. */
  retire(): void {
    this.#retired = true;
    if (this.#users === 0) void this.close();
  }

  /** Closes now. Never rejects. */
  async close(): Promise<void> {
    this.#retired = true;
    this.#cancelIdle?.();
    this.#life.abort(new MCPError('closed', 'The pool of MCP connections is closed'));
    const connection = this.#connection ?? (await this.#opening?.catch(() => undefined));
    await connection?.close();
  }

  async #open(): Promise<Opened> {
    this.#opening ??= connectMCP(this.#config, this.#options);
    this.#connection = await this.#opening;
    return { connection: this.#connection, tools: await this.#list(this.#connection) };
  }

  /** A list that became stale while it was read serves those who asked for it, and nobody after them. */
  async #list(connection: MCPConnection): Promise<readonly MCPTool[]> {
    const { clock, listTtlMs } = this.#limits;
    const isFresh = clock.now() - this.#listedAt < listTtlMs;
    if (this.#listing !== undefined && isFresh) return this.#listing;
    this.#listedAt = clock.now();
    const changes = this.#changes;
    const listing = connection.listTools({ timeoutMs: this.#options.connectTimeoutMs ?? 10_000 });
    this.#listing = listing;
    try {
      return await listing;
    } finally {
      if (changes !== this.#changes && this.#listing === listing) this.#listing = undefined;
    }
  }

  #leave(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    if (this.#retired) void this.close();
    else if (this.#config.type === 'sse' || this.#options.listen === true) {
      this.#cancelIdle = this.#limits.clock.after(this.#limits.idleMs, this.#onUseless);
    }
  }
}
