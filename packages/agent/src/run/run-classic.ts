import type { FinishReport } from '../options/agent-options.js';
import type { ResolvedAgentOptions } from '../options/resolve-agent-options.js';
import { RunTrace } from '../telemetry/run-trace.js';
import { failedOutcome } from '../tools/tool-outcome.js';
import type { ToolSet } from '../tools/tool-set.js';
import type { AgentResources } from './agent-resources.js';
import { prepareRun } from './prepare-run.js';
import { runFinished } from './run-end.js';
import { runError, toRunError, type RunErrorCode } from './run-error.js';
import { runLoop, type LoopEnd } from './run-loop.js';
import { RunHooks } from './run-hooks.js';
import { RunReport } from './run-report.js';
import type { RunRequest } from './run-request.js';
import { UnansweredCalls, type UnansweredCall } from './unanswered-calls.js';

const STOPPED: LoopEnd = { outcome: { type: 'cancelled' }, waitingIds: [] };

/**
 * A run of the agent's own tool loop, from RUN_STARTED to its end. Every event sequence is complete:
 * what was begun is ended, and each tool call has a result, unless the browser or a person is to answer.
 *
 * Resolves when the run has ended or was stopped. Rejects with an `AgentRunError` after RUN_ERROR, so
 * that `runAgent` rejects as well (agent.md 18.9 c).
 */
export async function runClassic(
  request: RunRequest,
  options: ResolvedAgentOptions,
  resources: AgentResources,
): Promise<void> {
  await new ClassicRun(request, options, resources).run();
}

class ClassicRun {
  readonly #request: RunRequest;
  readonly #options: ResolvedAgentOptions;
  readonly #resources: AgentResources;
  readonly #report = new RunReport();
  readonly #hooks: RunHooks;
  readonly #trace: RunTrace | undefined;
  readonly #unanswered = new UnansweredCalls();
  readonly #resumed = new Set<string>();
  #tools: ToolSet | undefined;

  constructor(request: RunRequest, options: ResolvedAgentOptions, resources: AgentResources) {
    const { emit } = request;
    this.#request = {
      ...request,
      emit: (event) => {
        this.#unanswered.see(event);
        emit(event);
        this.#hooks.event(event);
      },
    };
    this.#hooks = new RunHooks(options);
    const { input, agentId } = request;
    const { threadId, runId } = input;
    const { telemetry, description } = options;
    this.#trace = RunTrace.begin(telemetry, { threadId, runId, agentId, description });
    this.#options = options;
    this.#resources = resources;
  }

  async run(): Promise<void> {
    const work = () => this.#run();
    await (this.#trace === undefined ? work() : this.#trace.run(work));
  }

  async #run(): Promise<void> {
    const { input, signal, emit } = this.#request;
    const { threadId, runId } = input;
    emit({ type: 'RUN_STARTED', threadId, runId, protocolVersion: '1.0' });
    try {
      this.#finish(await this.#loop());
    } catch (error) {
      if (signal.aborted) this.#finish(STOPPED);
      else this.#fail(error);
    }
  }

  async #loop(): Promise<LoopEnd> {
    this.#request.signal.throwIfAborted();
    const prepared = await prepareRun(this.#request, this.#options, {
      resources: this.#resources,
      report: this.#report,
      hooks: this.#hooks,
      trace: this.#trace,
    });
    this.#tools = prepared.tools;
    for (const call of prepared.history.resumed) {
      this.#resumed.add(call.toolCallId);
      this.#unanswered.add(call);
    }
    try {
      return await runLoop(prepared);
    } finally {
      await prepared.close();
    }
  }

  #finish({ outcome, waitingIds }: LoopEnd): void {
    const why = outcome.type === 'cancelled' ? 'The run was stopped' : 'The tool did not answer';
    this.#answerCalls(why, ({ toolCallId }) => !waitingIds.includes(toolCallId));
    const { input, emit } = this.#request;
    const { usage, finishReason } = this.#report;
    this.#reportFinish(outcome.type);
    emit(runFinished(input, { outcome, usage: usage.entries(), finishReason }));
  }

  #fail(thrown: unknown): never {
    const error = toRunError(thrown);
    // A complete call of a frontend tool is the browser's to carry out, whatever became of the run. What
    // was resumed can be resumed again: an answer counts only if its run does not fail.
    this.#answerCalls(
      'The run failed before the tool had answered',
      ({ toolCallId, toolName }) =>
        this.#tools?.get(toolName)?.origin !== 'frontend' && !this.#resumed.has(toolCallId),
    );
    const { emit } = this.#request;
    this.#options.logger.error(`The run failed (${error.code})`, { error: error.message });
    this.#reportFinish('error', error.code);
    emit(runError(error, this.#options, this.#report.usage.entries()));
    throw error;
  }

  #reportFinish(outcome: FinishReport['outcome'], errorCode?: RunErrorCode): void {
    const { threadId, runId } = this.#request.input;
    const { steps } = this.#report;
    const usage = this.#report.usage.entries();
    this.#trace?.end({ outcome, usage }, errorCode);
    this.#hooks.finish({ threadId, runId, outcome, steps, usage });
  }

  /** Gives the calls that nobody will answer any more a result that says why. */
  #answerCalls(why: string, isOver: (call: UnansweredCall) => boolean): void {
    const { emit } = this.#request;
    const { content } = failedOutcome('cancelled', why);
    for (const { toolCallId } of this.#unanswered.list().filter(isOver)) {
      const messageId = this.#options.newId();
      emit({ type: 'TOOL_CALL_RESULT', messageId, toolCallId, role: 'tool', content });
    }
  }
}
