import type { FinishReport, StepReport } from '../options/agent-options.js';
import type { ResolvedAgentOptions } from '../options/resolve-agent-options.js';
import type { StepAnswer } from './ask-step.js';
import type { RunReport } from './run-report.js';
import type { RunInput } from './run-request.js';
import type { RunScope } from './run-scope.js';

/** Tells `onStep`. What it throws is logged and changes nothing. */
export function reportStep({ request, options }: RunScope, answer: StepAnswer, step: number): void {
  const { threadId, runId } = request.input;
  const { finishReason, usage } = answer;
  const toolCalls = answer.calls.map(({ toolCallId, toolName }) => ({ toolCallId, toolName }));
  const report: StepReport = { threadId, runId, step, finishReason, toolCalls, usage };
  callHook(options, 'onStep', () => options.onStep?.(report));
}

/** Tells `onFinish`. What it throws is logged and changes nothing. */
export function reportFinish(
  options: ResolvedAgentOptions,
  { threadId, runId }: RunInput,
  { steps, usage }: RunReport,
  outcome: FinishReport['outcome'],
): void {
  const report: FinishReport = { threadId, runId, outcome, steps, usage: usage.entries() };
  callHook(options, 'onFinish', () => options.onFinish?.(report));
}

function callHook(
  { logger }: ResolvedAgentOptions,
  name: 'onStep' | 'onFinish',
  call: () => unknown,
): void {
  const failed = (error: unknown): void =>
    logger.error(`${name} failed`, { error: error instanceof Error ? error.name : typeof error });
  try {
    // Typed to return nothing, which an async function satisfies as well.
    void Promise.resolve(call()).catch(failed);
  } catch (error) {
    failed(error);
  }
}
