import type { LanguageModel } from '../model/language-model.js';
import type { ModelSettings, ToolChoice } from '../model/model-call.js';
import type { BuiltInAgentModel } from './built-in-agent-model.js';
import type { AgentUser } from '../run/agent-user.js';
import type { ProviderOptions } from '../model/prompt.js';
import type { TelemetryOptions } from '../telemetry/telemetry-options.js';
import type { AgentEvent } from '../run/agent-event.js';
import type { AnyToolDefinition } from '../tools/define-tool.js';
import type { ToolOrigin } from '../tools/run-tool.js';
import type { ToolErrorCode } from '../tools/tool-outcome.js';
import type { MCPClientConfig, MCPClientProvider, MCPOptions } from '../mcp/mcp-options.js';

/** `provider/model-id`, such as `openai/gpt-4o`, or a model object of any AI SDK provider. */
export type ModelSpecifier = string | LanguageModel;

/** What `forwardedProps` of a request may set, for the names in `overridableProperties`. */
export type OverridableProperty =
  | 'model'
  | 'toolChoice'
  | 'maxOutputTokens'
  | 'temperature'
  | 'topP'
  | 'topK'
  | 'presencePenalty'
  | 'frequencyPenalty'
  | 'stopSequences'
  | 'seed'
  | 'maxRetries'
  | 'providerOptions'
  | 'prompt';

/** What is known of a run before its model is asked. */
export interface PromptContext {
  readonly threadId: string;
  readonly runId: string;
  /** The name under which the runtime knows the agent; `undefined` without a runtime. */
  readonly agentId: string | undefined;
  /** The headers of the request that the runtime lets through to agents. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whom `identifyUser` of the runtime has found; `undefined` without a runtime or if nobody. */
  readonly user?: AgentUser | undefined;
  /** The state of the thread, as the client sent it. */
  readonly state: unknown;
  /** The browser's words, not to be trusted. */
  readonly forwardedProps: unknown;
}

/** Which OpenAI interface a model string speaks. */
export type OpenAIInterface = 'auto' | 'responses' | 'chat';

/** Options of `BuiltInAgent` that runs its own tool loop: a superset of upstream's (agent.md 2.1, 18.1). */
export interface BuiltInAgentClassicConfig extends ModelSettings {
  /** `provider/model-id`, or a model object of any AI SDK provider. */
  readonly model: BuiltInAgentModel | LanguageModel;
  /** Told to clients by `GET /info`. */
  readonly description?: string;
  /** The key for string models. Never sent to a provider other than that of `model`. @default the provider's environment variable */
  readonly apiKey?: string;
  /** Where the API of a string model is. @default the provider's environment variable, else its own address */
  readonly baseURL?: string;
  /** Sent with every request to the provider of a string model. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Used instead of the global `fetch` by string models and for downloading attachments. */
  readonly fetch?: typeof globalThis.fetch;
  /** `auto`: Responses at OpenAI and Azure, chat completions at any other address. @default 'auto' */
  readonly api?: OpenAIInterface;
  /** Tried in order when a model fails before it has said anything. @default [] */
  readonly fallbackModels?: readonly ModelSpecifier[];
  /**
   * Which models a request may choose, where `model` is overridable: a string is a whole name, an
   * expression is searched for in it.
   *
   * @default `model` and `fallbackModels`
   */
  readonly allowedModels?: readonly (string | RegExp)[];
  /**
   * What the model is told first; the application's context and state follow in the same system message. A
   * function is asked once per run, and what it throws fails the run.
   *
   * @default none
   */
  readonly prompt?: string | ((context: PromptContext) => string | Promise<string>);
  /** Tools that run on the server, or that a person answers: see `defineTool`. @default [] */
  readonly tools?: readonly AnyToolDefinition[];
  /** Whether the model must call a tool before it answers, or may call none. Once it has called one it is free. @default 'auto' */
  readonly toolChoice?: ToolChoice;
  /**
   * Asks for one tool call per answer, of providers that can be asked: OpenAI and what speaks its
   * interfaces, Anthropic, Groq, Mistral. The others ignore it. @default false
   */
  readonly disableParallelToolCalls?: boolean;
  /**
   * Has Anthropic keep the prompt for a while, which makes the next question cheaper: marks the end of the
   * system messages and that of the conversation. The others ignore it. @default false
   */
  readonly promptCaching?: boolean;
  /** How often the model may be asked in one run; `0` is the default, too. @default 10 */
  readonly maxSteps?: number;
  /** How often a failed model call is repeated, if the failure may pass. @default 2 */
  readonly maxRetries?: number;
  /**
   * Milliseconds from a question to the first part of the model's answer; `0`: no limit. A model that is
   * late has failed with code `timeout`: it is asked again (`maxRetries`), then `fallbackModels` are.
   *
   * @default 120000
   */
  readonly modelTimeoutMs?: number;
  /**
   * Milliseconds between two parts of an answer; `0`: no limit. Models that reason for very long without
   * telling anything of it may need more. Nothing is repeated once something was said.
   *
   * @default 120000
   */
  readonly modelIdleTimeoutMs?: number;
  /** Passed on as they are, by name of the provider: `{ openai: { reasoningEffort: 'low' } }`. @default none */
  readonly providerOptions?: ProviderOptions;
  /** What `forwardedProps` of a request may set; all else in them is ignored. @default [] */
  readonly overridableProperties?: readonly OverridableProperty[];
  /** Servers whose tools the model gets. One that cannot be asked is left out of the run, which says so. @default [] */
  readonly mcpServers?: readonly MCPClientConfig[];
  /** Clients of the caller's own, never closed by the agent. @default [] */
  readonly mcpClients?: readonly MCPClientProvider[];
  /** How all `mcpServers` are treated. */
  readonly mcp?: MCPOptions;
  /** Whether the model reads system messages of the history, which the browser may have written. @default false */
  readonly forwardSystemMessages?: boolean;
  /** Whether it reads developer messages of the history, as system messages. @default false */
  readonly forwardDeveloperMessages?: boolean;
  /**
   * Names of request headers, as the runtime forwards them, that are sent to every provider that the run
   * asks: also to those of `fallbackModels` and of a model that the request chose. `authorization` takes
   * the place of the key there: it is for gateways that know the user.
   *
   * @default []
   */
  readonly forwardHeaders?: readonly string[];
  /** Replaces whole categories of what the agent says it can do. */
  readonly capabilities?: Readonly<Record<string, unknown>>;
  /** Whether the model gets the two tools that change the state. `auto`: when the run has a state. @default true */
  readonly stateTools?: boolean | 'auto';
  /** Milliseconds for one call of a server tool; `0`: no limit. @default 60000 */
  readonly toolTimeoutMs?: number;
  /** How many server tools of one step run at the same time. @default 8 */
  readonly parallelToolCalls?: number;
  /** `result`: the model is told of a failed tool; `abort`: the run fails. @default 'result' */
  readonly onToolError?: 'result' | 'abort';
  /**
   * Signs the calls that ask people: see `needsApproval` and `context.interrupt`. With it, an answer lets
   * go on only what this agent has asked about in this thread, with the arguments that the model gave,
   * whatever history a browser sends. At least 16 characters, the same on all instances. Calls of clients
   * that drop the `encryptedValue` of calls are not carried out then.
   *
   * @default none: the history is believed
   */
  readonly interruptSecret?: string;
  /**
   * What becomes of tool calls in the history that nobody answered: `synthesize` tells the model so, `drop`
   * takes them out, `error` fails the run with `bad_request`.
   *
   * @default 'synthesize'
   */
  readonly historyRepair?: 'synthesize' | 'drop' | 'error';
  /**
   * `emit`: whether browsers see reasoning; `roundTrip`: whether what the provider wants back of it travels
   * with the history, as `encryptedValue`.
   *
   * @default { emit: true, roundTrip: true }
   */
  readonly reasoning?: { readonly emit?: boolean; readonly roundTrip?: boolean };
  /** Whether sources that a model cites are told as CUSTOM events. @default 'custom-event' */
  readonly sources?: 'custom-event' | 'off';
  /**
   * Called once per run with its AG-UI messages, to shorten them for example; the model gets what it
   * returns, repaired as `historyRepair` says. What it throws fails the run. @default none
   */
  readonly compactHistory?: (
    messages: readonly unknown[],
    context: PromptContext,
  ) => readonly unknown[] | Promise<readonly unknown[]>;
  /**
   * About how many tokens a prompt may have, tool definitions included: the oldest turns are left out, as
   * many as are too many, after `compactHistory`. System messages, the user's last turn and all that
   * follows it always stay. A token is taken for four characters; an image counts 1000.
   *
   * @default no limit
   */
  readonly maxInputTokens?: number;
  /** The text that browsers may see of a failed run or tool; the model reads the same of a tool. @default as it is in development, a fixed text otherwise */
  readonly redact?: (error: unknown) => string;
  /** @default warnings and errors to the host's console */
  readonly logger?: AgentLogger;
  /** Decides what a browser gets to see of failures. @default 'development' if `NODE_ENV` is, else 'production' */
  readonly environment?: 'development' | 'production';
  /** Makes ids of messages. @default crypto.randomUUID */
  readonly newId?: () => string;
  /**
   * Called with each event when it has been emitted, from `RUN_STARTED` to the end of the run, whether or
   * not somebody still listens. What a hook throws is logged.
   */
  readonly onEvent?: (event: AgentEvent) => void;
  /** Called once for each answer of a model, when its tools are done or given up. */
  readonly onStep?: (step: StepReport) => void;
  /** Called once for each call that the agent has answered, not for those left to the browser or a person. */
  readonly onToolCall?: (report: ToolCallReport) => void;
  /**
   * Spans of OpenTelemetry by its GenAI conventions, if the application uses it: where they go is the
   * application's to say. They hold no message, argument or result unless `content` is `true`. `false`:
   * no spans.
   *
   * @default the tracer provider that the application has registered, if any
   */
  readonly telemetry?: boolean | TelemetryOptions;
  /** Called once when a run ends, however it does. */
  readonly onFinish?: (report: FinishReport) => void;
}

/** Lines of the agent have no conversation texts, keys or headers. What it throws is ignored. */
export interface AgentLogger {
  debug(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  error(message: string, details?: unknown): void;
}

/** Tokens of one model in a run, as in `RUN_FINISHED.usage`. */
export interface TokenUsage {
  readonly provider: string;
  readonly model: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly totalTokens?: number;
  readonly reasoningTokens?: number;
  readonly cachedInputTokens?: number;
  readonly cacheWriteInputTokens?: number;
}

export interface StepReport {
  readonly threadId: string;
  readonly runId: string;
  /** From 1. */
  readonly step: number;
  readonly finishReason: string;
  /** Those that the provider has not carried out itself. */
  readonly toolCalls: readonly { readonly toolCallId: string; readonly toolName: string }[];
  readonly usage: TokenUsage;
}

export interface ToolCallReport {
  readonly threadId: string;
  readonly runId: string;
  readonly toolCallId: string;
  readonly toolName: string;
  /** Absent for a tool that does not exist. */
  readonly origin?: ToolOrigin;
  /** Milliseconds, of which the checks of the arguments are a part. */
  readonly durationMs: number;
  /** Absent if the tool has succeeded. */
  readonly error?: ToolErrorCode;
}

export interface FinishReport {
  readonly threadId: string;
  readonly runId: string;
  readonly outcome: 'success' | 'interrupt' | 'cancelled' | 'error';
  /** How often a model has answered. */
  readonly steps: number;
  /** One entry for each model that has answered. */
  readonly usage: readonly TokenUsage[];
}
