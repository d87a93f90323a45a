import type { RunAgentInput } from '@ag-ui/client';
import type { AgentLogger } from '../options/agent-options.js';
import type { AgentUser } from '../run/agent-user.js';

/** What a factory gets for one run (agent.md 2.2, 6). */
export interface AgentFactoryContext {
  /**
   * The input of the run. For `aisdk` and `tanstack` its messages contain the answers of
   * `input.resume` as tool messages, and every tool call of the history has a result.
   */
  readonly input: RunAgentInput;
  readonly abortController: AbortController;
  /** Aborts when the run is stopped: pass it to the model. */
  readonly abortSignal: AbortSignal;
  /**
   * Asks people. The first time it throws an `InterruptSignal`, which ends the run; in the run that
   * resumes with an answer to every one of them it resolves to the answers, in the order of
   * `input.resume`. While answers are missing it asks again for all.
   */
  interrupt(interrupts: readonly FactoryInterrupt[]): Promise<ResumeAnswer[]>;
  /** Always empty: there is no skill registry. For factories written for upstream. */
  readonly learnedSkills: { readonly catalog: string; readonly tools: Record<string, never> };
  /** The headers of the request that the runtime lets through to agents. */
  readonly headers: Readonly<Record<string, string>>;
  readonly agentId: string | undefined;
  /** Whom `identifyUser` of the runtime has found; `undefined` without a runtime or if nobody. */
  readonly user?: AgentUser | undefined;
}

/** A question to people, as in `RUN_FINISHED.outcome.interrupts`. */
export interface FactoryInterrupt {
  readonly id: string;
  readonly reason: string;
  readonly message?: string;
  readonly toolCallId?: string;
  readonly responseSchema?: unknown;
  /** ISO 8601. */
  readonly expiresAt?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** An answer, as in `input.resume`. */
export interface ResumeAnswer {
  readonly interruptId: string;
  readonly status: 'resolved' | 'cancelled';
  readonly payload?: unknown;
}

/** What `streamText` of AI SDK 5, 6 and 7 returns, as far as it is read. */
export interface AISDKStreamResult {
  readonly fullStream: AsyncIterable<unknown>;
}

interface FactoryCommon {
  /** Told to clients by `GET /info`. */
  readonly description?: string;
  /** Replaces whole categories of what the agent says it can do. */
  readonly capabilities?: Readonly<Record<string, unknown>>;
  readonly logger?: AgentLogger;
  /** Whether failures are told as they are. @default NODE_ENV */
  readonly environment?: 'production' | 'development';
  /** The text that a browser may see of a failure. @default as it is in development, a fixed text otherwise */
  readonly redact?: (error: unknown) => string;
}

/** The factory calls `streamText` of the AI SDK. */
export interface BuiltInAgentAISDKFactoryConfig extends FactoryCommon {
  readonly type: 'aisdk';
  readonly factory: (
    context: AgentFactoryContext,
  ) => AISDKStreamResult | Promise<AISDKStreamResult>;
}

/** The factory calls `chat` of TanStack AI. */
export interface BuiltInAgentTanStackFactoryConfig extends FactoryCommon {
  readonly type: 'tanstack';
  readonly factory: (
    context: AgentFactoryContext,
  ) => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>;
}

/** The factory makes AG-UI events itself; lifecycle events are the agent's affair. */
export interface BuiltInAgentCustomFactoryConfig extends FactoryCommon {
  readonly type: 'custom';
  readonly factory: (
    context: AgentFactoryContext,
  ) => AsyncIterable<CustomEvent> | Promise<AsyncIterable<CustomEvent>>;
}

/** An AG-UI event of any version's types. */
export interface CustomEvent {
  readonly type: string;
}

/** Options of `BuiltInAgent` whose runs are made by a factory; `type` says what the factory returns. */
export type BuiltInAgentFactoryConfig =
  | BuiltInAgentAISDKFactoryConfig
  | BuiltInAgentTanStackFactoryConfig
  | BuiltInAgentCustomFactoryConfig;
