import type { BaseEvent, RunAgentInput } from '@ag-ui/client';
import { toModelFailure } from '../model/to-model-failure.js';
import type { AgentLogger } from '../options/agent-options.js';
import { defaultLogger, guardedLogger } from '../options/default-logger.js';
import { isDevelopmentEnvironment } from '../options/is-development.js';
import type { ErrorPolicy } from '../options/error-policy.js';
import type { AgentEvent } from '../run/agent-event.js';
import { runError, toRunError } from '../run/run-error.js';
import type { RunRequest } from '../run/run-request.js';
import { untilAborted } from '../run/until-aborted.js';
import { shownToolError } from '../tools/shown-tool-error.js';
import { askPeople } from './ask-people.js';
import { convertAISDKParts } from './convert-ai-sdk-stream.js';
import { convertTanStackChunks } from './convert-tanstack-stream.js';
import { customEvents } from './custom-events.js';
import type { AgentFactoryContext, BuiltInAgentFactoryConfig } from './factory-config.js';
import { factoryFinished } from './factory-finished.js';
import { callIdsOf, factoryInput } from './factory-input.js';
import { InterruptSignal } from './interrupt-signal.js';
import { OpenEvents } from './open-events.js';
import { ReportedRunError } from './reported-run-error.js';
import { createStreamDetails, type StreamDetails } from './stream-details.js';

/**
 * A run whose events come from the application's factory (agent.md 6), from RUN_STARTED to its one
 * terminal event. What the factory has begun is ended before it.
 *
 * Resolves when the run has ended or was stopped. Rejects with an `AgentRunError` after RUN_ERROR.
 */
export async function runFactory(
  request: RunRequest,
  config: BuiltInAgentFactoryConfig,
): Promise<void> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(request.signal.reason);
  if (request.signal.aborted) stop();
  else request.signal.addEventListener('abort', stop, { once: true });
  try {
    await new FactoryRun(request, config, controller).run();
  } finally {
    request.signal.removeEventListener('abort', stop);
  }
}

class FactoryRun {
  readonly #request: RunRequest;
  readonly #config: BuiltInAgentFactoryConfig;
  /** The factory may abort it as well. */
  readonly #controller: AbortController;
  readonly #logger: AgentLogger;
  readonly #policy: ErrorPolicy;
  readonly #details: StreamDetails = createStreamDetails();
  readonly #open = new OpenEvents();

  constructor(request: RunRequest, config: BuiltInAgentFactoryConfig, controller: AbortController) {
    const { logger, redact, environment } = config;
    this.#request = request;
    this.#config = config;
    this.#controller = controller;
    this.#logger = logger === undefined ? defaultLogger() : guardedLogger(logger);
    this.#policy = { isDevelopment: isDevelopmentEnvironment(environment), redact };
  }

  async run(): Promise<void> {
    const { threadId, runId } = this.#request.input;
    this.#request.emit({ type: 'RUN_STARTED', threadId, runId, protocolVersion: '1.0' });
    try {
      await this.#forward();
      this.#finish();
    } catch (error) {
      if (InterruptSignal.is(error)) {
        this.#details.interrupts.push(...error.interrupts);
        this.#finish();
      } else if (this.#controller.signal.aborted) {
        this.#finish();
      } else {
        this.#fail(error);
      }
    }
  }

  async #forward(): Promise<void> {
    for await (const event of await this.#events()) {
      // Each AG-UI version has types of its own for the same events.
      const told = event as unknown as AgentEvent;
      this.#open.see(told);
      this.#request.emit(told);
    }
  }

  async #events(): Promise<AsyncIterable<BaseEvent>> {
    const { signal } = this.#controller;
    const { input } = this.#request;
    const config = this.#config;
    if (config.type === 'aisdk') {
      const { fullStream } = await this.#call(config.factory(this.#context()));
      return convertAISDKParts(fullStream, signal, {
        details: this.#details,
        initialState: input.state,
        takenCallIds: callIdsOf(input, this.#logger),
        toFailure: (error) => toModelFailure(error),
        describeToolError: (error) => shownToolError(error, this.#policy),
      });
    }
    if (config.type === 'tanstack') {
      const stream = await this.#call(config.factory(this.#context()));
      return convertTanStackChunks(stream, signal, {
        details: this.#details,
        takenCallIds: callIdsOf(input, this.#logger),
      });
    }
    const stream = await this.#call(config.factory(this.#context()));
    return customEvents(stream, signal, this.#details);
  }

  /** A factory that hangs does not outlive its run. */
  #call<Value>(made: Value | Promise<Value>): Promise<Value> {
    return untilAborted(made, this.#controller.signal);
  }

  #context(): AgentFactoryContext {
    const { input, headers, agentId, user } = this.#request;
    return {
      // A custom factory reads the input as the client sent it.
      input:
        this.#config.type === 'custom'
          ? (input as RunAgentInput) // what the base class was given
          : factoryInput(input, this.#logger),
      abortController: this.#controller,
      abortSignal: this.#controller.signal,
      interrupt: askPeople(input.resume),
      learnedSkills: { catalog: '', tools: {} },
      headers,
      agentId,
      user,
    };
  }

  #finish(): void {
    const { input, emit } = this.#request;
    for (const event of this.#open.close()) emit(event);
    emit(factoryFinished(input, this.#details, this.#controller.signal.aborted));
  }

  #fail(thrown: unknown): never {
    const error = toRunError(thrown);
    this.#logger.error(`The run failed (${error.code})`, { error: error.message });
    for (const event of this.#open.close()) this.#request.emit(event);
    this.#request.emit(
      thrown instanceof ReportedRunError
        ? thrown.event
        : runError(error, this.#policy, this.#details.usage),
    );
    throw error;
  }
}
