import { connectMCP } from './connect-mcp.js';
import type { MCPConnectOptions } from './connect-options.js';
import { MCPError } from './mcp-error.js';
import type { MCPConnection, MCPServerConfig, MCPTool, MCPToolResult } from './mcp-types.js';

/** A server as `mcpServers` of version 1 names it. */
export interface MCPEndpointConfig {
  readonly endpoint: string;
  /** Sent as a bearer token. */
  readonly apiKey?: string | undefined;
}

export type MCPClientSource =
  | MCPServerConfig
  | MCPEndpointConfig
  | { readonly transport: MCPServerConfig };

/** A tool in the shapes that the AI SDK and version 1 of the documented interface know. */
export interface MCPClientTool {
  readonly description: string;
  /** A schema of the AI SDK. */
  readonly inputSchema: AISDKSchema;
  /** As `inputSchema`, for version 4 of the AI SDK. */
  readonly parameters: AISDKSchema;
  /** For `createMCPClient` of version 1. */
  readonly schema: {
    readonly parameters: {
      readonly properties: Readonly<Record<string, unknown>>;
      readonly required: readonly string[];
      readonly jsonSchema: Readonly<Record<string, unknown>>;
    };
  };
  /** Rejects with `MCPError`, or with the reason of the signal. */
  execute(
    input: unknown,
    options?: { readonly abortSignal?: AbortSignal | undefined },
  ): Promise<MCPToolResult>;
}

/** What the AI SDK takes for a schema, whichever copy of it is asked. */
export interface AISDKSchema {
  readonly jsonSchema: Readonly<Record<string, unknown>>;
}

/** A client for `mcpClients`, for version 1's `createMCPClient`, and for the AI SDK's own functions. */
export interface MCPClient {
  /** The server's tools by name, asked for anew each time. Rejects with `MCPError`. */
  tools(): Promise<Readonly<Record<string, MCPClientTool>>>;
  /** Never rejects. */
  close(): Promise<void>;
}

/**
 * Connects to a server. `{ endpoint }` is tried as streamable HTTP first and, where the server refuses that, as SSE. Rejects
 * with `MCPError`.
 */
export async function createMCPClient(
  source: MCPClientSource,
  options: MCPConnectOptions = {},
): Promise<MCPClient> {
  const connection = await connect(source, options);
  return {
    async tools() {
      const tools = await connection.listTools();
      return Object.fromEntries(tools.map((tool) => [tool.name, toClientTool(tool, connection)]));
    },
    close: () => connection.close(),
  };
}

/** What a server answers that knows only the older transport. */
const NOT_HTTP: readonly (number | undefined)[] = [400, 404, 405];

async function connect(
  source: MCPClientSource,
  options: MCPConnectOptions,
): Promise<MCPConnection> {
  if ('transport' in source) return connectMCP(source.transport, options);
  if (!('endpoint' in source)) return connectMCP(source, options);
  const { endpoint: url, apiKey } = source;
  const server = {
    url,
    ...(apiKey === undefined ? {} : { headers: { authorization: `Bearer ${apiKey}` } }),
  };
  try {
    return await connectMCP({ type: 'http', ...server }, options);
  } catch (error) {
    if (!(error instanceof MCPError) || !NOT_HTTP.includes(error.status)) throw error;
    return await connectMCP({ type: 'sse', ...server }, options);
  }
}

function toClientTool(tool: MCPTool, connection: MCPConnection): MCPClientTool {
  const { name, inputSchema } = tool;
  const { properties, required } = inputSchema;
  const schema = toAISDKSchema(inputSchema);
  return {
    description: tool.description ?? tool.title ?? '',
    inputSchema: schema,
    parameters: schema,
    schema: {
      parameters: {
        // A record unless the server lies, and then without fields that matter.
        properties: Object(properties) as Readonly<Record<string, unknown>>,
        required: Array.isArray(required)
          ? required.filter((field) => typeof field === 'string')
          : [],
        jsonSchema: inputSchema,
      },
    },
    execute: (input, options) => connection.callTool(name, input, { signal: options?.abortSignal }),
  };
}

function toAISDKSchema(jsonSchema: Readonly<Record<string, unknown>>): AISDKSchema {
  // The marks by which every version of the AI SDK knows its schemas.
  const schema = {
    [Symbol.for('vercel.ai.schema')]: true,
    [Symbol.for('vercel.ai.validator')]: true,
    _type: undefined,
    validate: undefined,
    jsonSchema,
  };
  return schema;
}
