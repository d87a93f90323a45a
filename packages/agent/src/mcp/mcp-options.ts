import type { MCPServerConfig } from '@flightdeck/mcp';

/** A server as upstream's `MCPClientConfig` describes it, with what every server may have on top. */
export type MCPClientConfig = MCPServerConfig & {
  /** Stands for the server in tool names and warnings, which clients see. @default `mcp-1` and so on, by its place */
  readonly serverId?: string;
  /** Names of tools that are offered. @default all */
  readonly allow?: readonly string[];
  /** Names of tools that are not. */
  readonly deny?: readonly string[];
  /** Names of request headers, as the runtime forwards them, that this server gets; configured ones win. @default [] */
  readonly forwardHeaders?: readonly string[];
};

/** A server that is spoken to over streamable HTTP. */
export type MCPClientConfigHTTP = Extract<MCPClientConfig, { readonly type: 'http' }>;

/** A server that is spoken to over the older SSE. */
export type MCPClientConfigSSE = Extract<MCPClientConfig, { readonly type: 'sse' }>;

/** A client that the application owns: `createMCPClient` of `@ai-sdk/mcp`, ours, or any such object. */
export interface MCPClientProvider {
  /** Stands for the client in tool names and warnings. @default `mcpClients[0]` and so on */
  readonly serverId?: string;
  /** Where it is, for logs alone. @default nothing is logged of that */
  readonly address?: string;
  /** Tools by name, as the AI SDK has them. */
  tools(): Promise<Readonly<Record<string, unknown>>>;
}

/** How MCP servers are treated, all of them. */
export interface MCPOptions {
  /** Milliseconds until a server that does not answer is given up. @default 10000 */
  readonly connectTimeoutMs?: number;
  /** Milliseconds for one tool call. @default 60000 */
  readonly callTimeoutMs?: number;
  /**
   * How long a connection and its list of tools are kept: for one run, for the agent's life, or so many milliseconds. In an
   * agent's life the list is read again once it is a minute old, or the server says that it has changed; connections over SSE
   * are closed when no run has used them for 30 s. @default 'agent'
   */
  readonly cache?: 'run' | 'agent' | number;
  /** Prefix of tool names; `true`: `mcp__<serverId>__`. @default only where two tools have the same name */
  readonly namespace?: boolean | string;
}
