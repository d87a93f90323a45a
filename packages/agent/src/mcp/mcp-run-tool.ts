import { MCPError, type MCPConnection, type MCPTool } from '@flightdeck/mcp';
import { isRecord } from '../tools/is-record.js';
import type { JsonSchema } from '../tools/json-schema.js';
import { toObjectSchema } from '../tools/object-schema.js';
import type { ParsedArguments, RunTool } from '../tools/run-tool.js';
import { ToolRejection } from '../tools/tool-rejection.js';

/** The JSON-RPC code with which servers refuse arguments. */
const INVALID_PARAMS = -32_602;

export interface MCPRunToolOptions {
  /** As the model gets to know it. */
  readonly name: string;
  readonly tool: MCPTool;
  readonly connection: MCPConnection;
  /** Milliseconds for one call. */
  readonly callTimeoutMs: number;
}

/**
 * A tool of an MCP server as a run sees it. It resolves to the server's envelope, `{content, structuredContent?, isError?}`,
 * which `encode-result.ts` reads for tools of the origin `mcp`. Arguments have to be an object; the rest is the server's concern.
 * `undefined` for a schema that nobody can follow.
 */
export function toMCPRunTool(options: MCPRunToolOptions): RunTool | undefined {
  const { name, tool, connection, callTimeoutMs } = options;
  const inputSchema = objectSchemaOf(tool.inputSchema);
  if (inputSchema === undefined) return undefined;
  const description = tool.description ?? tool.title;
  return {
    name,
    origin: 'mcp',
    inputSchema,
    timeoutMs: callTimeoutMs,
    ...(description === undefined ? {} : { description }),
    parse: parseObject,
    async execute(input, { abortSignal }) {
      try {
        return await connection.callTool(tool.name, input, { signal: abortSignal });
      } catch (error) {
        throw toToolError(error);
      }
    },
  };
}

/** Takes any object; absent arguments are an empty one. */
export function parseObject(input: unknown): ParsedArguments {
  if (input === undefined || input === null) return { ok: true, value: {} };
  return isRecord(input)
    ? { ok: true, value: input }
    : { ok: false, problem: 'The arguments must be an object' };
}

/** A schema with an object at its root; `undefined` where its references never end. */
export function objectSchemaOf(schema: JsonSchema): JsonSchema | undefined {
  try {
    return toObjectSchema(schema);
  } catch {
    return undefined;
  }
}

/** The model may mend its arguments; other failures are told as the agent's policy has it. */
function toToolError(error: unknown): unknown {
  const isRefusal = error instanceof MCPError && error.rpcCode === INVALID_PARAMS;
  return isRefusal
    ? new ToolRejection('invalid_arguments', 'The MCP server refuses the tool or its arguments')
    : error;
}
