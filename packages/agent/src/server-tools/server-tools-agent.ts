import { AbstractAgent, type BaseEvent, type RunAgentInput } from '@ag-ui/client';
import { setUser, userOf, type AgentUser } from '../run/agent-user.js';
import { Observable } from '../run/observable.js';
import { isRecord } from '../tools/is-record.js';
import type { InnerAgent } from './inner-agent.js';
import type { StepInput } from './inner-step.js';
import type { ServerToolSource, WithServerToolsOptions } from './server-tools-options.js';
import { runWithServerTools } from './server-tools-run.js';
import type { LooseEvent } from './step-log.js';

type RunEvents = ReturnType<AbstractAgent['run']>;

/**
 * An agent that gives another one server tools: see `withServerTools`. To its host it looks like the
 * other one: id, description, headers and capabilities are the same, and a clone clones both.
 */
export class ServerToolsAgent extends AbstractAgent {
  /** Handed to the inner agent for each run. */
  headers: Record<string, string>;
  /** That of the inner agent, which a host may replace here. */
  fetch?: unknown;
  // No `#` fields: AG-UI's `clone()` makes objects without calling constructors.
  private inner: InnerAgent;
  private sources: readonly ServerToolSource[];
  private options: WithServerToolsOptions;
  private runs: Set<AbortController>;

  constructor(
    inner: InnerAgent,
    sources: readonly ServerToolSource[],
    options: WithServerToolsOptions,
  ) {
    const { agentId, description, threadId } = inner;
    super({
      ...(agentId === undefined ? {} : { agentId }),
      ...(description === undefined ? {} : { description }),
      ...(threadId === undefined ? {} : { threadId }),
    });
    this.headers = { ...inner.headers };
    this.inner = inner;
    this.sources = [...sources];
    this.options = { ...options };
    this.runs = new Set();
    this.adopt();
  }

  override clone(): ServerToolsAgent {
    // Of this class: the base class takes the prototype.
    const clone = super.clone() as ServerToolsAgent;
    clone.inner = this.inner.clone() as InnerAgent;
    clone.headers = { ...this.headers };
    clone.sources = this.sources;
    clone.options = this.options;
    clone.runs = new Set();
    clone.adopt();
    if (this.fetch !== undefined) clone.fetch = this.fetch;
    return clone;
  }

  override run(input: RunAgentInput): RunEvents {
    const user = userOf(this);
    const events = new Observable<BaseEvent>((observer) => {
      const controller = new AbortController();
      const { signal } = controller;
      this.runs.add(controller);
      // A stopped run is over at once, whatever agent and tools still do.
      signal.addEventListener('abort', () => observer.complete(), { once: true });
      runWithServerTools(toStepInput(input), {
        ...this.options,
        inner: this.inner,
        tools: this.sources,
        prepare: (agent) => this.prepare(agent, user),
        context: {
          threadId: input.threadId,
          runId: input.runId,
          agentId: this.agentId,
          headers: this.headers,
          user,
          forwardedProps: input.forwardedProps,
          frontendTools: toolNamesOf(input.tools),
          signal,
        },
        // Events are passed on as they are.
        emit: (event: LooseEvent) => observer.next(event as unknown as BaseEvent),
      }).then(
        () => observer.complete(),
        (error: unknown) => (signal.aborted ? observer.complete() : observer.error(error)),
      );
      return () => {
        this.runs.delete(controller);
        controller.abort();
      };
    });
    // The same class, of the copy of rxjs that AG-UI brings along.
    return events as unknown as RunEvents;
  }

  override abortRun(): void {
    for (const run of this.runs) run.abort();
    super.abortRun();
  }

  /** Shows what a host looks at before it runs an agent. */
  private adopt(): void {
    const { inner } = this;
    const fetch: unknown = Reflect.get(inner, 'fetch');
    if (typeof fetch === 'function') this.fetch = fetch;
    if (typeof inner.getCapabilities === 'function') {
      const tell = async (): Promise<unknown> => inner.getCapabilities?.();
      // The capabilities of the inner agent's AG-UI version.
      this.getCapabilities = tell as NonNullable<AbstractAgent['getCapabilities']>;
    }
  }

  private prepare(agent: InnerAgent, user: AgentUser | undefined): void {
    agent.agentId = this.agentId;
    agent.headers = { ...this.headers };
    setUser(agent, user);
    if (this.fetch !== undefined) Reflect.set(agent, 'fetch', this.fetch);
  }
}

/** The same input, without the types of one AG-UI version. */
function toStepInput(input: RunAgentInput): StepInput {
  return { ...input, state: input.state };
}

/** Hosts may leave the tools out, whatever the types say. */
function toolNamesOf(tools: unknown): readonly string[] {
  if (!Array.isArray(tools)) return [];
  return tools.flatMap((tool: unknown) =>
    isRecord(tool) && typeof tool['name'] === 'string' ? [tool['name']] : [],
  );
}
