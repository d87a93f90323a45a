/** An AG-UI event: `type` and whatever else that type has. */
export interface AguiEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The input of a run as far as middlewares read or change it; everything else is passed on. */
export interface RunInput {
  readonly threadId: string;
  readonly runId: string;
  readonly messages: readonly { readonly id: string; readonly role: string }[];
  readonly tools: readonly ToolDeclaration[];
  readonly context: readonly { readonly description: string; readonly value: string }[];
  readonly forwardedProps?: unknown;
  readonly state?: unknown;
}

export interface ToolDeclaration {
  readonly name: string;
  readonly description?: string | undefined;
  readonly parameters?: unknown;
}

export interface RunContext {
  readonly agentId: string;
  /** Aborts when the run is to end. */
  readonly signal: AbortSignal;
  /** The headers of the request that may reach agents. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Something between a runtime and its agents. A pure transform: what goes in by a call comes out of
 * it, no timers, no copies of messages or state, so that a stored run can be sent through it as well.
 */
export interface RunMiddleware {
  readonly name: string;
  /** Begins one run. `null`: it has nothing to do with this one. */
  begin(
    input: RunInput,
    context: RunContext,
  ): RunTransform | RunAnswer | null | Promise<RunTransform | RunAnswer | null>;
  /** Lets go of what is kept between runs, connections for example. Never rejects. */
  close?(): Promise<void>;
}

/** Changes one run on its way to and from the agent. */
export interface RunTransform {
  /** What the agent gets. */
  readonly input: RunInput;
  /** What the events of the agent become, one call for each, in order. Never throws. */
  push(event: AguiEvent): readonly AguiEvent[];
  /**
   * Called once, when the agent has finished its run or ended without an error: what is still to be told, ending with a
   * terminal event that {@link push} held back. Ends early when the run's signal aborts.
   */
  end(): Iterable<AguiEvent> | AsyncIterable<AguiEvent>;
  /**
   * Called when the run is stopped or its agent fails: what is to be told at once so that nothing that
   * this transform began stays unfinished; no terminal event. Never throws. Events may still follow,
   * but {@link end} may not.
   */
  abandon?(): readonly AguiEvent[];
}

/** Answers a run instead of the agent. */
export interface RunAnswer {
  /** All events, RUN_STARTED first. */
  answer(): AsyncIterable<AguiEvent>;
}
