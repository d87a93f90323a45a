import { systemMCPClock, type MCPClock } from './mcp-clock.js';
import type { MCPError } from './mcp-error.js';
import { silentMCPLogger, type MCPLogger } from './mcp-logger.js';

/** How a connection is made and used. */
export interface MCPConnectOptions {
  /** Milliseconds until a server that has not finished the handshake is given up. @default 10000 */
  readonly connectTimeoutMs?: number | undefined;
  /** Milliseconds for one request, with everything that its answer takes. @default 60000 */
  readonly callTimeoutMs?: number | undefined;
  /** Aborts the handshake; not the connection that it made. */
  readonly signal?: AbortSignal | undefined;
  /** Used where the server's own configuration has no `fetch`. @default the global one */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** How this client is named to servers. @default `{ name: 'flightdeck', version: '0.1.0' }` */
  readonly clientInfo?: { readonly name: string; readonly version: string } | undefined;
  /** What this client says it can do. @default {} */
  readonly capabilities?: Readonly<Record<string, unknown>> | undefined;
  /** The most that one answer may have, in bytes; of a stream, one event; of tools, all pages of the list. @default 10485760 */
  readonly maxAnswerBytes?: number | undefined;
  /**
   * Whether a stream is kept open on which a streamable HTTP server can tell that its tools changed. Costs a socket. A
   * server of the old SSE transport has such a stream anyway. @default false
   */
  readonly listen?: boolean | undefined;
  /** Called when the server's list of tools may have changed. */
  readonly onToolsChanged?: (() => void) | undefined;
  /** Called once, when the connection has died; not after `close()`. */
  readonly onClosed?: ((error: MCPError) => void) | undefined;
  readonly logger?: MCPLogger | undefined;
  readonly clock?: MCPClock | undefined;
}

export interface ResolvedConnectOptions {
  readonly connectTimeoutMs: number;
  readonly callTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly clientInfo: { readonly name: string; readonly version: string };
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly maxAnswerBytes: number;
  readonly listen: boolean;
  readonly onToolsChanged: () => void;
  readonly onClosed: (error: MCPError) => void;
  readonly logger: MCPLogger;
  readonly clock: MCPClock;
}

export function resolveConnectOptions(options: MCPConnectOptions): ResolvedConnectOptions {
  return Object.freeze({
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    callTimeoutMs: options.callTimeoutMs ?? 60_000,
    signal: options.signal,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    clientInfo: options.clientInfo ?? { name: 'flightdeck', version: '0.1.0' },
    capabilities: options.capabilities ?? {},
    maxAnswerBytes: options.maxAnswerBytes ?? 10 * 1024 * 1024,
    listen: options.listen ?? false,
    onToolsChanged: options.onToolsChanged ?? (() => undefined),
    onClosed: options.onClosed ?? (() => undefined),
    logger: options.logger ?? silentMCPLogger,
    clock: options.clock ?? systemMCPClock,
  });
}
