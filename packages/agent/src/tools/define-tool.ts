import type { ToolContext } from './run-tool.js';

/** A tool that runs on the server, or that a person answers. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** Any Standard Schema, Standard JSON Schema, or a plain JSON Schema. @default an object without properties */
  readonly parameters?: unknown;
  readonly execute?: (input: never, context: ToolContext) => unknown;
  /** The run ends at a call, until a person has answered. @default false */
  readonly interrupt?: boolean;
  /** @default 'tool_call' */
  readonly interruptReason?: string;
  readonly interruptMessage?: string;
  /** Milliseconds for one call. @default the agent's `toolTimeoutMs` */
  readonly timeoutMs?: number;
}
