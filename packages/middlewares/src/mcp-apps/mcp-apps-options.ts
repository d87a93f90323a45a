import type { MCPClock, MCPLogger } from '@flightdeck/mcp';

/** A server whose tools have user interfaces. */
export interface MCPAppsServer {
  /** Streamable HTTP, or the transport of the protocol until 2024-11-05. */
  readonly type: 'http' | 'sse';
  /** `http:` or `https:`, without credentials: these belong in {@link headers}. */
  readonly url: string | URL;
  /** Sent with every request to this server, and to nobody else. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Names the server in events and to user interfaces. Needed where one endpoint is listed twice for
   * the same agent.
   *
   * @default none; warnings say `mcp-1` and so on, by its place
   */
  readonly serverId?: string;
  /**
   * The agent that the server is for.
   *
   * @default all
   */
  readonly agentId?: string;
  /**
   * Names of the tools that may be used, by agents and by user interfaces.
   *
   * @default all
   */
  readonly allow?: readonly string[];
  /**
   * Names of tools that may not be used, whatever {@link allow} says.
   *
   * @default none
   */
  readonly deny?: readonly string[];
  /**
   * Names of tools that user interfaces may call although the server does not mark them for that.
   *
   * @default none
   */
  readonly appTools?: readonly string[];
  /**
   * Beginnings of the URIs of resources that user interfaces may read, beside those of user
   * interfaces (`ui://`): `docs://public/` for example.
   *
   * @default none
   */
  readonly appResources?: readonly string[];
  /**
   * Names of request headers that this server gets, out of those that reach agents. Such a server
   * has a connection for each set of their values.
   *
   * @default none
   */
  readonly forwardHeaders?: readonly string[];
  /** A `fetch` to use instead of the global one. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface MCPAppsOptions {
  readonly servers: readonly MCPAppsServer[];
  /** Milliseconds until a server that does not answer is left out of a run. @default 10_000 */
  readonly connectTimeoutMs?: number;
  /** Milliseconds for one call of a tool, or one request of a user interface. @default 60_000 */
  readonly callTimeoutMs?: number;
  /**
   * The most that one answer of a server may have, in bytes. A larger one is an error of the call, while
   * an event that is larger than `limits.maxEventBytes` of the runtime would be one of the run.
   *
   * @default 4_000_000
   */
  readonly maxAnswerBytes?: number;
  /**
   * How many requests of user interfaces one server is asked at a time, whoever they come from. One
   * more is answered with an error. @default 100
   */
  readonly maxParallelRequests?: number;
  /**
   * Milliseconds for which a server's list of tools counts, unless the server says earlier that it
   * has changed.
   *
   * @default 60_000
   */
  readonly cacheTtlMs?: number;
  /**
   * Whether a stream is kept open to each streamable HTTP server in use, on which it can say at once
   * that its tools have changed. It holds a socket, which keeps a process alive until `close()`, or
   * until nobody has used the server for `cacheTtlMs`. Servers of type `sse` have such a stream anyway.
   *
   * @default false
   */
  readonly listen?: boolean;
  /**
   * Whether a run goes on without the tools of a server that cannot be asked, telling so with a
   * CUSTOM event `mcp_apps_warning`, or fails.
   *
   * @default 'continue'
   */
  readonly discoveryFailureMode?: 'continue' | 'throw';
}

/** What a host brings along. */
export interface MCPAppsTools {
  /** @default none */
  readonly logger?: MCPLogger;
  /** @default the host's */
  readonly clock?: MCPClock;
}
