import type { LanguageModel } from '../model/language-model.js';
import type { ModelCall } from '../model/model-call.js';
import type { ModelWatch } from '../model/watched-stream.js';
import type { FinishReport } from '../options/agent-options.js';
import type { ToolCall } from '../tools/call-tool.js';
import type { RunTool } from '../tools/run-tool.js';
import type { ToolCallWatch } from '../tools/tool-call-watch.js';
import { globalContextManager, globalTracer } from './global-telemetry.js';
import { modelAttributes, ModelSpan } from './model-span.js';
import type { ResolvedTelemetry } from './telemetry-options.js';
import { ToolSpan } from './tool-span.js';
import { TracedSpan, type Tracing } from './traced-span.js';
import { totalUsageAttributes } from './usage-attributes.js';

/** What a span tells of the run. */
export interface TracedRun {
  readonly threadId: string;
  readonly runId: string;
  readonly agentId: string | undefined;
  readonly description: string | undefined;
}

/**
 * The spans of one run, by the GenAI conventions of OpenTelemetry: `invoke_agent` around all of it, a
 * `chat` for each attempt of a model, an `execute_tool` for each call of a tool that the agent runs.
 * Codes of failures are their `error.type`, and what was stopped is no failure.
 */
export class RunTrace {
  readonly #span: TracedSpan;
  readonly #conversationId: string;
  readonly #content: boolean;
  #isModelKnown = false;

  private constructor(tracing: Tracing, run: TracedRun, { content }: ResolvedTelemetry) {
    const { threadId, runId, agentId, description } = run;
    this.#conversationId = threadId;
    this.#content = content;
    this.#span = new TracedSpan(tracing, {
      name: agentId === undefined ? 'invoke_agent' : `invoke_agent ${agentId}`,
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.id': agentId,
        'gen_ai.agent.name': agentId,
        'gen_ai.agent.description': description,
        'gen_ai.conversation.id': threadId,
        'flightdeck.run.id': runId,
      },
    });
  }

  /** Begins the trace of a run; `undefined` if nobody wants one. */
  static begin(telemetry: ResolvedTelemetry | undefined, run: TracedRun): RunTrace | undefined {
    if (telemetry === undefined) return undefined;
    const tracer = telemetry.tracer ?? globalTracer();
    if (tracer === undefined) return undefined;
    return new RunTrace({ tracer, contexts: globalContextManager() }, run, telemetry);
  }

  run<Value>(work: () => Value): Value {
    return this.#span.run(work);
  }

  model(model: LanguageModel, call: ModelCall): ModelWatch {
    if (!this.#isModelKnown) this.#span.set(modelAttributes(model));
    this.#isModelKnown = true;
    const [conversationId, content] = [this.#conversationId, this.#content];
    return new ModelSpan(this.#span, { model, call }, { conversationId, content });
  }

  /** `undefined` for what somebody else answers, or nobody. */
  tool(call: ToolCall, tool: RunTool | undefined): ToolCallWatch | undefined {
    if (tool?.execute === undefined || tool.interrupt !== undefined) return undefined;
    return new ToolSpan(this.#span, { call, tool }, this.#content);
  }

  /** @param errorType the code of `RUN_ERROR` */
  end({ outcome, usage }: Pick<FinishReport, 'outcome' | 'usage'>, errorType?: string): void {
    this.#span.set({ ...totalUsageAttributes(usage), 'flightdeck.run.outcome': outcome });
    this.#span.end(errorType);
  }
}
