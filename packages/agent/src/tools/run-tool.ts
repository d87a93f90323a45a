import type { AgentLogger } from '../options/agent-options.js';
import type { AgentUser } from '../run/agent-user.js';
import type { JsonSchema } from './json-schema.js';
import type { ToolAnswer, ToolQuestion } from './tool-question.js';

/** Where a tool comes from; earlier in this list wins when two have the same name. */
export type ToolOrigin = 'server' | 'state' | 'mcp' | 'frontend';

/** What an executor gets beside its arguments. */
export interface ToolContext {
  readonly toolCallId: string;
  readonly threadId: string;
  readonly runId: string;
  readonly agentId: string | undefined;
  /** The headers of the request that the runtime lets through to agents. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whom `identifyUser` of the runtime has found; `undefined` without a runtime or if nobody. */
  readonly user?: AgentUser | undefined;
  /** The `forwardedProps` of the run: the browser's words, not to be trusted. */
  readonly forwardedProps: unknown;
  /** The state of the thread, with every change of this run so far. */
  readonly state: unknown;
  /** Replaces the state; the browser hears of it at once. */
  setState(state: unknown): void;
  /** Aborts when the run is stopped or the tool has taken too long. */
  readonly abortSignal: AbortSignal;
  /** The agent's logger: each line names tool and call. Never throws. */
  readonly log: AgentLogger;
  /**
   * Asks a person. Without an answer it rejects, which ends the call and, after the other calls of the
   * step, the run; the run that brings the answer calls the tool again from its beginning, with the
   * same arguments, and then this resolves. So whatever a tool does before it asks, it does again: ask
   * first, and ask in the same order each time. `toolCallId` stays the same.
   *
   * @throws where nobody can be asked: in tools that were converted for another library
   */
  interrupt(question: ToolQuestion | string): Promise<ToolAnswer>;
}

export type ParsedArguments =
  | { readonly ok: true; readonly value: unknown }
  /** In words for the model. */
  | { readonly ok: false; readonly problem: string };

/** A tool as one run sees it, wherever it comes from. */
export interface RunTool {
  readonly name: string;
  readonly origin: ToolOrigin;
  readonly description?: string | undefined;
  readonly inputSchema: JsonSchema;
  readonly strict?: boolean | undefined;
  /** Milliseconds for one call; absent: the agent's `toolTimeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** Checks and converts parsed JSON. Never throws. */
  parse(input: unknown): Promise<ParsedArguments> | ParsedArguments;
  /** Absent: the browser answers, or an {@link interrupt} does. */
  readonly execute?: ((input: unknown, context: ToolContext) => unknown) | undefined;
  /** Absent: no call has to be approved. `false`: this one has not. May throw. */
  readonly needsApproval?:
    | ((input: unknown, context: ToolContext) => boolean | Promise<boolean>)
    | undefined;
  /** How the person is asked to approve. */
  readonly approval?:
    | { readonly reason?: string | undefined; readonly message?: string | undefined }
    | undefined;
  /** The run ends at a call of it, until a person has answered. */
  readonly interrupt?:
    | { readonly reason: string; readonly message?: string | undefined }
    | undefined;
}
