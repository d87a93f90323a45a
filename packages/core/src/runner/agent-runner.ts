import type { BaseEvent, Message, RunAgentInput } from '@flightdeck/store';
import type { Observable } from 'rxjs';
import type { RuntimeAgent } from '../runtime/agent.js';
import type { Identity } from '../runtime/identity.js';

export interface AgentRunnerRunRequest {
  readonly threadId: string;
  /** A clone for this run alone, with messages, state and headers set. */
  readonly agent: RuntimeAgent;
  readonly input: RunAgentInput;
  readonly persistedInputMessages?: readonly Message[];
  readonly authToken?: string;
  /** On whose behalf; `null` without `identifyUser`. Who may touch which thread is the runner's to know. */
  readonly identity?: Identity | null;
}

export interface AgentRunnerConnectRequest {
  readonly threadId: string;
  readonly agentId?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly joinCode?: string;
  /** On whose behalf; `null` without `identifyUser`. */
  readonly identity?: Identity | null;
}

export interface AgentRunnerIsRunningRequest {
  readonly threadId: string;
}

export interface AgentRunnerStopRequest {
  readonly threadId: string;
  /** Stops only this run. */
  readonly runId?: string;
  /** On whose behalf; `null` without `identifyUser`. */
  readonly identity?: Identity | null;
}

/**
 * The extension point for executing runs elsewhere: in a queue, in another service. Extend it and
 * pass an instance as `runner`.
 */
export abstract class AgentRunner {
  /** Set by runners that also are a {@link LocalThreadEndpointRunner}. */
  readonly ɵsupportsLocalThreadEndpoints?: boolean;

  /**
   * Starts a run at once, whoever subscribes and however often; unsubscribing does not stop it.
   * Throws, or fails the observable, when the thread has an active run.
   */
  abstract run(
    request: AgentRunnerRunRequest,
  ): Observable<BaseEvent> | Promise<Observable<BaseEvent>>;
  /** The stored events of a thread, then those of its active run; completes with that run. */
  abstract connect(
    request: AgentRunnerConnectRequest,
  ): Observable<BaseEvent> | Promise<Observable<BaseEvent>>;
  abstract isRunning(request: AgentRunnerIsRunningRequest): Promise<boolean>;
  /** Resolves to whether there was something to stop. */
  abstract stop(request: AgentRunnerStopRequest): Promise<boolean | undefined>;
}

/** A thread as local runners list it; times are ISO 8601. */
export interface LocalThreadEndpointRecord {
  readonly id: string;
  readonly name: string | null;
  readonly agentId: string;
  readonly organizationId: string;
  readonly createdById: string;
  readonly archived: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What a runner offers beside runs so that the thread routes can be served from it. */
export interface LocalThreadEndpointRunner {
  listThreads(): readonly LocalThreadEndpointRecord[];
  getThreadMessages(threadId: string): readonly Message[];
  getThreadEvents(threadId: string): readonly BaseEvent[];
  getThreadState(threadId: string): unknown;
  clearThreads(): void;
}

/** Whether a runner can serve the thread routes by itself. */
export function supportsLocalThreadEndpoints(
  runner: AgentRunner,
): runner is AgentRunner & LocalThreadEndpointRunner {
  return runner.ɵsupportsLocalThreadEndpoints === true;
}
