import type { ToolResultPart } from '../model/prompt.js';
import type { ToolCall } from '../tools/call-tool.js';
import type { ToolOutcome } from '../tools/tool-outcome.js';
import { askStep, type StepAnswer } from './ask-step.js';
import { executeCalls } from './execute-calls.js';
import { resumeCalls } from './resume-calls.js';
import type { Interrupt, RunOutcome } from './run-end.js';
import type { RunScope } from './run-scope.js';
import { tellCallAnswers } from './tell-call-answers.js';

/** How a loop ends that does not fail. */
export interface LoopEnd {
  readonly outcome: RunOutcome;
  /** The calls that the browser or a person is to answer. */
  readonly waitingIds: readonly string[];
}

/**
 * Lets the calls of earlier runs go on that people have answered, unless they ask again. Then asks the
 * model, runs the tools that it calls, tells it the results, and so on: until it calls none
 * and is done, until a call waits for the browser or a person, or until it was asked `maxSteps` times.
 *
 * @throws a `ModelFailure`, a `ToolFailure`, or the reason of an abort
 */
export async function runLoop(scope: RunScope): Promise<LoopEnd> {
  const { maxSteps } = scope.options;
  const askingAgain = await resumeCalls(scope);
  if (askingAgain.length > 0) return whenWaiting(scope, askingAgain);
  for (let step = 1; step <= maxSteps; step += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one step after the other
    const answer = await askStep(scope, step);
    // oxlint-disable-next-line no-await-in-loop -- the model is told the results of its step
    const outcomes = await answerCalls(scope, answer).finally(() =>
      reportStep(scope, answer, step),
    );
    const waiting = answer.calls.filter((_, index) => outcomes[index] === null);
    if (waiting.length > 0) {
      const asking = waiting.filter(
        ({ toolCallId }) => scope.questions.openOf(toolCallId).length > 0,
      );
      // oxlint-disable-next-line no-await-in-loop -- the run ends here
      await Promise.all(asking.map((call) => tellCallAnswers(scope, call, new Map())));
      return whenWaiting(scope, waiting);
    }
    if (answer.calls.length === 0 && !answer.isPaused) break;
  }
  return { outcome: { type: 'success', pendingToolCallIds: [] }, waitingIds: [] };
}

function reportStep({ request, hooks }: RunScope, answer: StepAnswer, step: number): void {
  const { threadId, runId } = request.input;
  const { finishReason, usage } = answer;
  const toolCalls = answer.calls.map(({ toolCallId, toolName }) => ({ toolCallId, toolName }));
  hooks.step({ threadId, runId, step, finishReason, toolCalls, usage });
}

/** Runs what has an executor, also when other calls of the step wait for somebody else. */
async function answerCalls(
  scope: RunScope,
  { calls, provider }: StepAnswer,
): Promise<readonly (ToolOutcome | null)[]> {
  if (calls.length === 0) return [];
  const outcomes = await executeCalls(scope, calls);
  const content = calls.flatMap(({ toolCallId, toolName }, index): ToolResultPart[] => {
    const output = outcomes[index]?.output;
    return output === undefined ? [] : [{ type: 'tool-result', toolCallId, toolName, output }];
  });
  if (content.length > 0) scope.prompt.add(provider, { role: 'tool', content });
  return outcomes;
}

function whenWaiting({ tools, questions }: RunScope, waiting: readonly ToolCall[]): LoopEnd {
  const waitingIds = waiting.map(({ toolCallId }) => toolCallId);
  const interrupts = waiting.flatMap(({ toolCallId, toolName }): readonly Interrupt[] => {
    const interrupt = tools.get(toolName)?.interrupt;
    if (interrupt === undefined) return questions.openOf(toolCallId);
    const { reason, message } = interrupt;
    return [{ id: toolCallId, reason, toolCallId, ...(message === undefined ? {} : { message }) }];
  });
  if (interrupts.length > 0) return { outcome: { type: 'interrupt', interrupts }, waitingIds };
  return { outcome: { type: 'success', pendingToolCallIds: waitingIds }, waitingIds };
}
