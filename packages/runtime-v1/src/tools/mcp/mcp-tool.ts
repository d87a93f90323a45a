import type { MCPEndpointClient } from '@flightdeck/agent';

/** What `createMCPClient` of version 1 makes. */
export type MCPClient = MCPEndpointClient;

/** A tool of an MCP server, as clients of version 1 give it. */
export interface MCPTool {
  readonly description?: string | undefined;
  readonly schema?: MCPToolSchema | undefined;
  execute(params: unknown): unknown;
}

export interface MCPToolSchema {
  readonly parameters?:
    | {
        readonly properties?: Readonly<Record<string, unknown>> | undefined;
        readonly required?: readonly string[] | undefined;
        /** Counts before the other two. */
        readonly jsonSchema?: Readonly<Record<string, unknown>> | undefined;
      }
    | undefined;
}
