import type { BaseEvent } from '@flightdeck/store';

/** What the runtime passes to an agent so that it hears of every event. */
export interface AgentEventSubscriber {
  onEvent(params: { readonly event: BaseEvent }): void;
}

/**
 * What the runtime needs of an agent. Every `AbstractAgent` of `@ag-ui/client` 0.0.50 to 1.x is one,
 * and so is any object with `clone` and `runAgent`.
 *
 * Parameters are declared `never` because each copy of the AG-UI packages has types of its own for
 * them, which are not assignable to each other; `drive-agent.ts` is the one caller.
 */
export interface RuntimeAgent {
  agentId?: string | undefined;
  description?: string | undefined;
  threadId?: string | undefined;
  headers?: Record<string, string> | undefined;
  /** A fresh instance for one request; nothing of one request may reach another through it. */
  clone(): unknown;
  /** `(input: RunAgentInput, subscriber: AgentEventSubscriber)`: runs to the end, reporting each event. */
  runAgent(input: never, subscriber: never): unknown;
  setMessages?(messages: never): void;
  setState?(state: never): void;
  abortRun?(): void;
  getCapabilities?(): unknown;
  /** Says that running it twice does no harm: the recovery `restart` is for such agents alone. */
  readonly idempotent?: boolean;
}

/** What an agent gets to know of a run whose process was lost. */
export interface ReattachContext {
  readonly threadId: string;
  readonly runId: string;
  /** Everything that is stored of the run, in order; it is not to be told again. */
  readonly lastEvents: readonly BaseEvent[];
  /** The thread's state after them; `undefined` if nothing has set one. */
  readonly state: unknown;
  /** Higher than that of every earlier attempt: good for idempotency keys. */
  readonly fence: number;
  /** Aborts when the run is to end. */
  readonly signal: AbortSignal;
}

/** A stream of events: an async iterable, or an Observable of any library. */
export type EventStream =
  | AsyncIterable<unknown>
  | {
      subscribe(observer: {
        next(event: unknown): void;
        error(error: unknown): void;
        complete(): void;
      }): { unsubscribe(): void };
    };

/** An agent whose runs go on elsewhere, so that another process can listen to them again. */
export interface ReattachableAgent extends RuntimeAgent {
  reattach(context: ReattachContext): EventStream | Promise<EventStream>;
}

/** Agents by id. */
export type AgentRecord = Readonly<Record<string, RuntimeAgent>>;

export function isRuntimeAgent(value: unknown): value is RuntimeAgent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'clone' in value &&
    typeof value.clone === 'function' &&
    'runAgent' in value &&
    typeof value.runAgent === 'function'
  );
}

export function isReattachable(agent: RuntimeAgent): agent is ReattachableAgent {
  return 'reattach' in agent && typeof agent.reattach === 'function';
}
