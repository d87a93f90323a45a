import { callTool, type CallToolOptions, type ToolCall } from './call-tool.js';
import type { RunTool } from './run-tool.js';
import type { ToolCallWatch } from './tool-call-watch.js';
import { ToolFailure } from './tool-failure.js';
import { failedOutcome, type ToolOutcome } from './tool-outcome.js';
import type { ToolSet } from './tool-set.js';

export interface RunToolCallsOptions extends CallToolOptions {
  readonly tools: Pick<ToolSet, 'get'>;
  /** How many run at the same time. @default 8 */
  readonly parallelToolCalls?: number | undefined;
  /** Who looks on while a call is answered. */
  readonly watch?:
    | ((call: ToolCall, tool: RunTool | undefined) => ToolCallWatch | undefined)
    | undefined;
  /** Called with each outcome at once, in the order in which the calls end. Must not throw. */
  readonly onOutcome?: ((call: ToolCall, outcome: ToolOutcome) => void) | undefined;
}

const DEFAULT_PARALLEL_CALLS = 8;

/**
 * Runs the calls of one step. They start in the order given; their outcomes are returned in that
 * order too, for the model. `null` stands for a call that is answered elsewhere: see {@link callTool}.
 *
 * Where `onToolError` is `abort`, rejects with the first failure: the other calls of the step are
 * aborted, their outcomes told to nobody.
 */
export async function runToolCalls(
  calls: readonly ToolCall[],
  options: RunToolCallsOptions,
): Promise<readonly (ToolOutcome | null)[]> {
  const outcomes: (ToolOutcome | null)[] = calls.map(() => null);
  const failing = new AbortController();
  const callOptions = { ...options, signal: AbortSignal.any([options.signal, failing.signal]) };
  const waiting = calls.entries();
  const work = async (): Promise<void> => {
    for (const [index, call] of waiting) {
      const outcome = await callOne(call, callOptions);
      outcomes[index] = outcome;
      if (outcome !== null && !failing.signal.aborted) options.onOutcome?.(call, outcome);
    }
  };
  const width = Math.max(1, options.parallelToolCalls ?? DEFAULT_PARALLEL_CALLS);
  const workers = Array.from({ length: Math.min(width, calls.length) }, work);
  try {
    await Promise.all(workers);
  } catch (error) {
    failing.abort();
    await Promise.allSettled(workers);
    throw error;
  }
  return outcomes;
}

async function callOne(call: ToolCall, options: RunToolCallsOptions): Promise<ToolOutcome | null> {
  const tool = options.tools.get(call.toolName);
  const work = () => answer(tool, call, options);
  const watch = options.watch?.(call, tool);
  if (watch === undefined) return work();
  try {
    const outcome = await watch.run(work);
    watch.end(outcome, outcome?.error?.code);
    return outcome;
  } catch (error) {
    watch.end(null, error instanceof ToolFailure ? error.reason : 'tool_failed');
    throw error;
  }
}

/** A call that had not begun when the run was stopped never begins. */
async function answer(
  tool: RunTool | undefined,
  call: ToolCall,
  options: RunToolCallsOptions,
): Promise<ToolOutcome | null> {
  if (options.signal.aborted) return failedOutcome('cancelled', 'The run was stopped');
  return callTool(tool, call, options);
}
