import { Observable } from 'rxjs';
import type { RunAgentInput } from '@flightdeck/core';
import {
  CLIENTS,
  type AgentConfig,
  type AgentInstance,
  type AnyEvent,
  type ClientVersion,
} from './clients.js';

/** One run of a scripted agent, as its script sees it. */
export interface ScriptedRun {
  readonly input: RunAgentInput;
  /** The clone that runs, with the headers that the runtime has given it. */
  readonly agent: AgentInstance & { readonly headers?: Readonly<Record<string, string>> };
  /** Aborted when the runtime calls `abortRun`. */
  readonly signal: AbortSignal;
  emit(event: AnyEvent): void;
  started(): void;
  finished(): void;
  /** A complete text message. */
  say(messageId: string, ...deltas: readonly string[]): void;
}

/** Ends the run when it returns; what it throws is the agent's failure. */
export type Script = (run: ScriptedRun) => void | Promise<void>;

interface Abortable {
  controller?: AbortController;
}

/** An agent built on a client version as its users build theirs: a subclass with a `run` of its own. */
export function scriptedAgent(
  { AbstractAgent }: ClientVersion,
  script: Script,
  config: AgentConfig = {},
): AgentInstance {
  class ScriptedAgent extends AbstractAgent {
    override run(input: RunAgentInput): Observable<AnyEvent> {
      const controller = new AbortController();
      (this as Abortable).controller = controller;
      return new Observable<AnyEvent>((observer) => {
        const run = scriptedRun(input, this, controller.signal, (event) => observer.next(event));
        // One turn later, as agents are that ask a model first.
        void Promise.resolve()
          .then(() => script(run))
          .then(
            () => observer.complete(),
            (error: unknown) => observer.error(error),
          );
      });
    }

    override abortRun(): void {
      (this as Abortable).controller?.abort();
    }
  }
  return new ScriptedAgent(config);
}

/** An agent that is built on nothing: it has what the runtime needs and no more. */
export interface PlainAgent {
  clone(): PlainAgent;
  runAgent(input: RunAgentInput, subscriber: EventSink): Promise<void>;
  abortRun(): void;
}

interface EventSink {
  onEvent(params: { readonly event: AnyEvent }): void;
}

/** The same script in a plain object: no middlewares, no chunk expansion, no verification. */
export function plainAgent(script: Script): PlainAgent {
  const controller = new AbortController();
  const self: PlainAgent = {
    clone: () => plainAgent(script),
    async runAgent(input, { onEvent }) {
      const emit = (event: AnyEvent): void => onEvent({ event });
      await script(scriptedRun(input, self as never, controller.signal, emit));
    },
    abortRun: () => controller.abort(),
  };
  return self;
}

/** Every way of building an agent: on each client version, and on none. */
export const AGENT_MAKES: readonly (readonly [
  make: string,
  build: (script: Script) => AgentInstance | PlainAgent,
])[] = [
  ...CLIENTS.map(
    (client) => [client.version, (script: Script) => scriptedAgent(client, script)] as const,
  ),
  ['a plain object', plainAgent],
];

function scriptedRun(
  input: RunAgentInput,
  agent: AgentInstance,
  signal: AbortSignal,
  emit: (event: AnyEvent) => void,
): ScriptedRun {
  const { threadId, runId } = input;
  return {
    input,
    agent,
    signal,
    emit,
    started: () => emit({ type: 'RUN_STARTED', threadId, runId }),
    finished: () => emit({ type: 'RUN_FINISHED', threadId, runId }),
    say(messageId, ...deltas) {
      emit({ type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' });
      for (const delta of deltas) emit({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta });
      emit({ type: 'TEXT_MESSAGE_END', messageId });
    },
  };
}

/** Resolves when the run is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
