import type { MCPConnectOptions } from './connect-options.js';
import type { MCPConnection, MCPServerConfig, MCPTool } from './mcp-types.js';
import { ServerPool } from './server-pool.js';

/** How a pool keeps connections, and how it makes them. */
export interface MCPPoolOptions extends Omit<
  MCPConnectOptions,
  'signal' | 'onToolsChanged' | 'onClosed'
> {
  /** Milliseconds that a connection and its list of tools are kept. @default Infinity */
  readonly ttlMs?: number | undefined;
  /** The least recently used connection beyond these is closed, once nobody uses it. @default 100 */
  readonly maxConnections?: number | undefined;
  /** Milliseconds in which a server that failed is not asked again: its failure is told at once. @default 5000 */
  readonly retryAfterMs?: number | undefined;
  /** Milliseconds after which an open connection is asked for its tools anew; sooner if the server says so. @default 60000 */
  readonly listTtlMs?: number | undefined;
  /**
   * Milliseconds after which a connection that nobody uses is closed, if it holds a socket: one over SSE, or any with
   * `listen`. Until then such a socket keeps a Node process alive. @default 30000
   */
  readonly idleMs?: number | undefined;
}

/** A connection in use. It stays open until it is released, whatever becomes of the pool's entry. */
export interface MCPLease {
  readonly connection: MCPConnection;
  readonly tools: readonly MCPTool[];
  /** Idempotent. */
  release(): void;
}

/**
 * Connections and lists of tools, shared by everybody whose configuration of a server is the same in everything that is
 * sent: two users with different headers never share one.
 */
export interface MCPPool {
  /**
   * The connection to a server with its tools: one that is open, or a new one, which all who ask at the same time share.
   * Rejects with `MCPError`, or with the reason of the signal; an abort leaves the connection to others.
   */
  acquire(
    config: MCPServerConfig,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<MCPLease>;
  /** Closes every connection, used or not, within 3 s. Afterwards `acquire` rejects with `closed`. Never rejects. */
  close(): Promise<void>;
}

/** Makes a pool. Whoever makes it closes it. */
export function createMCPPool(options: MCPPoolOptions = {}): MCPPool {
  return new ServerPool(options);
}
