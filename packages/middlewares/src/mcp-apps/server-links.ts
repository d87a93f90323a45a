import {
  createMCPPool,
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

/** The server's own headers count before those of a request. */
function configOf(
  { config, url }: AppServer,
  inbound: Readonly<Record<string, string>>,
): MCPServerConfig {
  const { type, headers: own = {}, forwardHeaders = [], fetch } = config;
  const taken = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const wanted = new Set(forwardHeaders.map((name) => name.toLowerCase()));
  const forwarded = Object.entries(inbound).filter(([name]) => {
    const key = name.toLowerCase();
    return wanted.has(key) && !taken.has(key);
  });
  const headers = { ...Object.fromEntries(forwarded), ...own };
  return { type, url, headers, fetch };
}
