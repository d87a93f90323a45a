import type { AgentLogger } from '../options/agent-options.js';
import type { ToolDefinition } from '../tools/define-tool.js';
import type { ToolContext } from '../tools/run-tool.js';

/** The run that tools are asked for. */
export interface ServerToolsContext extends Pick<
  ToolContext,
  'threadId' | 'runId' | 'agentId' | 'headers' | 'user' | 'forwardedProps'
> {
  /** Names of the tools that the browser has: of a server tool with one of them nothing is heard. */
  readonly frontendTools: readonly string[];
  /** Aborts when the run is stopped. */
  readonly signal: AbortSignal;
}

/** Finds the tools of one run, for the user who asks for example. What it throws fails the run. */
export type ServerToolProvider = (
  context: ServerToolsContext,
) => readonly ToolDefinition[] | Promise<readonly ToolDefinition[]>;

/** A tool, or what finds some. Of two tools with the same name the first one counts. */
export type ServerToolSource = ToolDefinition | ServerToolProvider;

export interface WithServerToolsOptions {
  /** How often the agent may be asked in one run. @default 10 */
  readonly maxSteps?: number;
  /** How many calls of one step run at the same time. @default 1 */
  readonly parallelToolCalls?: number;
  /** Milliseconds for a tool that has no limit of its own; `0`: none. @default 60000 */
  readonly toolTimeoutMs?: number;
  /**
   * `v1`: results as actions of CopilotKit 1.x told them, where `undefined` is an empty text and a
   * failure `{"error":{"code":"HANDLER_ERROR","message"},"result":""}`. @default 'standard'
   */
  readonly resultEncoding?: 'standard' | 'v1';
  /** The text that agent and browser may see of an error that a tool throws. @default its message in development, a fixed text otherwise */
  readonly redact?: (error: unknown) => string;
  /** Whether failures are told as they are. @default NODE_ENV */
  readonly environment?: 'production' | 'development';
  readonly logger?: AgentLogger;
  /** Makes the ids of messages and of further steps. @default random UUIDs */
  readonly newId?: () => string;
}
