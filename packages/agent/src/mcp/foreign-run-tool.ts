import { isRecord } from '../tools/is-record.js';
import type { RunTool } from '../tools/run-tool.js';
import { foreignSchemaOf } from './foreign-schema.js';
import { objectSchemaOf, parseObject } from './mcp-run-tool.js';

export interface ForeignRunToolOptions {
  /** As the model gets to know it. */
  readonly name: string;
  /** As `tools()` of a client gave it. */
  readonly tool: unknown;
  readonly callTimeoutMs: number;
}

/**
 * A tool of a client that the application owns, such as `createMCPClient` of `@ai-sdk/mcp` makes, as a run sees it. Its
 * executor gets `(input, {toolCallId, messages, abortSignal})`. `undefined` for what has none.
 */
export async function toForeignRunTool(
  options: ForeignRunToolOptions,
): Promise<RunTool | undefined> {
  const { name, tool, callTimeoutMs } = options;
  if (!isRecord(tool) || typeof tool['execute'] !== 'function') return undefined;
  const inputSchema = objectSchemaOf(await foreignSchemaOf(tool));
  if (inputSchema === undefined) return undefined;
  const { description } = tool;
  return {
    name,
    origin: 'mcp',
    inputSchema,
    timeoutMs: callTimeoutMs,
    ...(typeof description === 'string' ? { description } : {}),
    parse: parseObject,
    execute(input, { toolCallId, abortSignal }): unknown {
      // Checked above; called as a method, for executors that need their tool.
      const owner = tool as { execute(input: unknown, options: unknown): unknown };
      return owner.execute(input, { toolCallId, messages: [], abortSignal });
    },
  };
}
