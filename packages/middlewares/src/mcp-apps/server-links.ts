import {
  createMCPPool,
  withForwardedHeaders,
  type MCPConnection,
  type MCPLease,
  type MCPServerConfig,
  type MCPTool,
} from '@flightdeck/mcp';
import type { MCPAppsOptions, MCPAppsTools } from './mcp-apps-options.js';
import type { AppServer } from './resolve-servers.js';

/** On whose behalf a server is asked, and for how long. */
export interface LinkContext {
  /** The headers of the request that may reach agents; a server gets those that it lists. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** The servers as this middleware uses them. All reject with `MCPError`, or when the signal aborts. */
export interface ServerLinks {
  /** The tools of a server, from memory while that is fresh. */
  listTools(server: AppServer, context: LinkContext): Promise<readonly MCPTool[]>;
  /** Does something with a connection. */
  use<T>(
    server: AppServer,
    context: LinkContext,
    work: (connection: MCPConnection) => Promise<T>,
  ): Promise<T>;
  /** Never rejects. */
  close(): Promise<void>;
}

const DEFAULT_TTL_MS = 60_000;
/** JSON within the JSON of an event has up to twice its size. */
const DEFAULT_MAX_ANSWER_BYTES = 4_000_000;

/** Says that tools with a user interface are understood here. */
const CAPABILITIES = {
  extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
};

/** Connections are shared by all runs on behalf of the same headers, and made when first needed. */
export function createServerLinks(
  options: MCPAppsOptions,
  { clock, logger }: MCPAppsTools,
): ServerLinks {
  const { connectTimeoutMs, callTimeoutMs, listen, cacheTtlMs = DEFAULT_TTL_MS } = options;
  const pool = createMCPPool({
    connectTimeoutMs,
    callTimeoutMs,
    maxAnswerBytes: options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES,
    listTtlMs: cacheTtlMs,
    listen,
    ...(listen === true ? { idleMs: cacheTtlMs } : {}),
    capabilities: CAPABILITIES,
    clock,
    logger,
  });
  async function withLease<T>(
    server: AppServer,
    { headers, signal }: LinkContext,
    work: (lease: MCPLease) => Promise<T>,
  ): Promise<T> {
    const lease = await pool.acquire(configOf(server, headers), { signal });
    try {
      return await work(lease);
    } finally {
      lease.release();
    }
  }
  return {
    listTools: (server, context) => withLease(server, context, async ({ tools }) => tools),
    use: (server, context, work) =>
      withLease(server, context, ({ connection }) => work(connection)),
    close: () => pool.close(),
  };
}

function configOf({ config, url }: AppServer, inbound: LinkContext['headers']): MCPServerConfig {
  const { type, headers, forwardHeaders, fetch } = config;
  return withForwardedHeaders({ type, url, headers, fetch }, forwardHeaders, inbound);
}
