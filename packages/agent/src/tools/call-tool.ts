import type { AgentLogger } from '../options/agent-options.js';
import { askApproval } from './ask-approval.js';
import { encodeResult } from './encode-result.js';
import { describeUnknownTool, readArguments } from './read-arguments.js';
import { RunQuestions, type CallQuestions } from './run-questions.js';
import type { RunState } from './run-state.js';
import type { RunTool, ToolContext } from './run-tool.js';
import { ToolDeadline } from './tool-deadline.js';
import { ToolFailure } from './tool-failure.js';
import { failedOutcome, type ToolErrorCode, type ToolOutcome } from './tool-outcome.js';
import { createToolLog } from './tool-log.js';
import { ToolRejection } from './tool-rejection.js';
import { settleResult } from './settle-result.js';

/** A call as the model has made it. */
export interface ToolCall {
  readonly toolCallId: string;
  readonly toolName: string;
  /** JSON text, perhaps invalid. */
  readonly input: string;
}

/** Of the run that a call belongs to. */
export type ToolRunContext = Pick<
  ToolContext,
  'threadId' | 'runId' | 'agentId' | 'headers' | 'user' | 'forwardedProps'
>;

export interface CallToolOptions {
  readonly context: ToolRunContext;
  readonly state: RunState;
  /** What people are asked and have answered. @default nothing was answered; what is asked is told to nobody */
  readonly questions?: RunQuestions | undefined;
  /** Aborts when the run is to end. */
  readonly signal: AbortSignal;
  /** Milliseconds for a tool that has no limit of its own; `0`: none. @default 60000 */
  readonly timeoutMs?: number | undefined;
  /** Longer results are cut. @default 1000000 */
  readonly maxResultBytes?: number | undefined;
  /** `abort`: {@link callTool} rejects with {@link ToolFailure} if a tool fails or is late. @default 'result' */
  readonly onToolError?: 'result' | 'abort' | undefined;
  /** What model and browser may know of an error that a tool has thrown. */
  readonly redact: (error: unknown) => string;
  /** Called with what a tool throws, for the log. */
  readonly onToolFailure?: ((toolName: string, error: unknown) => void) | undefined;
  /** What a tool's `log` writes to. @default nothing */
  readonly logger?: AgentLogger | undefined;
  /** Called with each preliminary result, encoded like the last one. */
  readonly onProgress?: ((call: ToolCall, content: string) => void) | undefined;
  /** Calls back after so many milliseconds; what it returns calls that off. @default `setTimeout` */
  readonly schedule?: ((milliseconds: number, callback: () => void) => () => void) | undefined;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_MAX_RESULT_BYTES = 1_000_000;

/**
 * Checks the arguments of a call and runs the tool.
 *
 * @returns what to tell model and browser; `null` if the arguments are right and somebody else
 *   answers: the browser, or a person, whom the tool itself may have asked (see `questions`)
 * @throws {@link ToolFailure} only, and only where `onToolError` is `abort`
 */
export async function callTool(
  tool: RunTool | undefined,
  call: ToolCall,
  options: CallToolOptions,
): Promise<ToolOutcome | null> {
  if (tool === undefined) return failedOutcome('unknown_tool', describeUnknownTool(call.toolName));
  const questions = (options.questions ?? new RunQuestions()).begin(call.toolCallId);
  const deadline = new ToolDeadline({
    signal: options.signal,
    timeoutMs: tool.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    schedule: options.schedule,
  });
  try {
    const outcome = await carryOut(tool, { call, options, deadline, questions });
    // Whatever a tool answers that has caught its own interrupt.
    return questions.isWaiting ? null : outcome;
  } catch (error) {
    if (questions.isWaiting && !options.signal.aborted) return null;
    return toFailedOutcome(tool, error, { deadline, options });
  } finally {
    deadline.dispose();
  }
}

interface Execution {
  readonly call: ToolCall;
  readonly options: CallToolOptions;
  readonly deadline: ToolDeadline;
  readonly questions: CallQuestions;
}

/** A schema may be code of the application as well, and hang like a tool. */
async function carryOut(tool: RunTool, execution: Execution): Promise<ToolOutcome | null> {
  const { call, deadline } = execution;
  const parsed = await deadline.race(readArguments(tool, call.input));
  if (!parsed.ok) {
    const message = `Invalid arguments for tool ${tool.name}: ${parsed.problem}`;
    return failedOutcome('invalid_arguments', message);
  }
  if (tool.execute === undefined || tool.interrupt !== undefined) return null;
  return execute(tool, parsed.value, execution);
}

async function execute(tool: RunTool, input: unknown, execution: Execution): Promise<ToolOutcome> {
  const { call, options, deadline, questions } = execution;
  const context = toContext(execution);
  const refused = await deadline.race(askApproval(tool, { input, context, questions }));
  if (refused !== null) return failedOutcome('cancelled', refused);
  // Nobody is told this.
  if (questions.isWaiting) return failedOutcome('cancelled', 'The call waits for an approval');
  const encoding = {
    toolName: tool.name,
    shape: tool.origin === 'mcp' ? 'envelope' : 'value',
    maxBytes: options.maxResultBytes ?? DEFAULT_MAX_RESULT_BYTES,
  } as const;
  const running = settleResult(() => tool.execute?.(input, context), {
    signal: deadline.signal,
    onProgress: (value) => options.onProgress?.(call, encodeResult(value, encoding).content),
  });
  const outcome = encodeResult(await deadline.race(running), encoding);
  // A server that says itself that its tool has failed.
  if (outcome.error !== undefined) {
    throw new ToolRejection(outcome.error.code, outcome.error.message);
  }
  return outcome;
}

function toContext({ call, options, deadline, questions }: Execution): ToolContext {
  const { signal: abortSignal } = deadline;
  const { state, context } = options;
  return {
    ...context,
    toolCallId: call.toolCallId,
    abortSignal,
    log: createToolLog(options.logger, call),
    interrupt: (question) => questions.ask(question),
    get state() {
      return state.current;
    },
    setState(next) {
      // A tool that was given up has no say any more.
      if (!abortSignal.aborted) state.set(next);
    },
  };
}

function toFailedOutcome(
  tool: RunTool,
  error: unknown,
  { deadline, options }: { readonly deadline: ToolDeadline; readonly options: CallToolOptions },
): ToolOutcome {
  if (deadline.expired) {
    const message = `Tool ${tool.name} did not answer within ${deadline.timeoutMs} ms`;
    return fail(tool, error, { code: 'tool_timeout', message, options });
  }
  if (options.signal.aborted) return failedOutcome('cancelled', 'The run was stopped');
  if (error instanceof ToolRejection) {
    const { code, message } = error;
    // The model can do better, so the run goes on in any case.
    if (code === 'invalid_arguments') return failedOutcome(code, message);
    return fail(tool, error, { code, message, options });
  }
  return fail(tool, error, { code: 'tool_failed', message: options.redact(error), options });
}

interface Failing {
  readonly code: ToolErrorCode;
  readonly message: string;
  readonly options: CallToolOptions;
}

function fail(tool: RunTool, error: unknown, { code, message, options }: Failing): ToolOutcome {
  options.onToolFailure?.(tool.name, error);
  if (options.onToolError === 'abort') throw new ToolFailure(tool.name, code, error);
  return failedOutcome(code, message);
}
