/** Where an MCP server is and how to talk to it. */
export type MCPServerConfig = MCPHttpServerConfig | MCPSseServerConfig;

interface MCPServerCommon {
  readonly url: string | URL;
  /** Sent with every request to this server. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A `fetch` to use instead of the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** Streamable HTTP, the transport of the protocol since 2025-03-26. */
export interface MCPHttpServerConfig extends MCPServerCommon {
  readonly type: 'http';
  /**
   * As `StreamableHTTPClientTransportOptions` of the official SDK. `requestInit.headers`, `fetch`,
   * `authProvider.tokens()` and `sessionId` are honoured.
   */
  readonly options?:
    | {
        readonly requestInit?: RequestInit | undefined;
        readonly fetch?: typeof globalThis.fetch | undefined;
        readonly authProvider?: MCPAuthProvider | undefined;
        readonly sessionId?: string | undefined;
        readonly reconnectionOptions?: unknown;
      }
    | undefined;
}

/** The HTTP and SSE transport of the protocol until 2024-11-05. */
export interface MCPSseServerConfig extends MCPServerCommon {
  readonly type: 'sse';
}

export interface MCPAuthProvider {
  tokens():
    | { readonly access_token: string }
    | undefined
    | Promise<{ readonly access_token: string } | undefined>;
}

/** A tool as its server describes it. */
export interface MCPTool {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, unknown>> | undefined;
  readonly _meta?: Readonly<Record<string, unknown>> | undefined;
}

export interface MCPToolResult {
  readonly content: readonly MCPContent[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean | undefined;
  readonly _meta?: Readonly<Record<string, unknown>> | undefined;
}

export interface MCPContent {
  readonly type: string;
  readonly text?: string | undefined;
  readonly data?: string | undefined;
  readonly mimeType?: string | undefined;
  readonly [field: string]: unknown;
}

export interface MCPRequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole request. @default the client's `callTimeoutMs` */
  readonly timeoutMs?: number | undefined;
}

/** An open connection to one server. Rejects with `MCPError`. */
export interface MCPConnection {
  /** What the server said of itself. */
  readonly serverInfo: { readonly name: string; readonly version: string };
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** All pages of the server's list. */
  listTools(options?: MCPRequestOptions): Promise<readonly MCPTool[]>;
  callTool(name: string, input: unknown, options?: MCPRequestOptions): Promise<MCPToolResult>;
  readResource(uri: string, options?: MCPRequestOptions): Promise<unknown>;
  /** Any other request of the protocol. */
  request(method: string, params?: unknown, options?: MCPRequestOptions): Promise<unknown>;
  notify(method: string, params?: unknown, options?: MCPRequestOptions): Promise<void>;
  /** Ends the session within 3 s. Never rejects. */
  close(): Promise<void>;
}
