const ALREADY_RUNNING =
  'Agent is already running. Wait for the run to end or stop it, or run a clone of the agent.';

/** Lets one run of an agent instance through at a time. */
export class RunGate {
  #active: AbortController | undefined;
  #latest: AbortController | undefined;

  /** @throws when a run has a subscriber and has not ended */
  assertIdle(): void {
    if (this.#active !== undefined) throw new Error(ALREADY_RUNNING);
  }

  /** A run that may begin later; {@link abort} reaches it already. */
  announce(): AbortController {
    const controller = new AbortController();
    this.#latest = controller;
    return controller;
  }

  /** @throws like {@link assertIdle} */
  enter(controller: AbortController): void {
    this.assertIdle();
    this.#active = controller;
  }

  leave(controller: AbortController): void {
    if (this.#active === controller) this.#active = undefined;
  }

  abort(): void {
    (this.#active ?? this.#latest)?.abort();
  }
}
