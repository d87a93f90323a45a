import type { Logger } from '@flightdeck/core';

import type { ShutdownRuntime } from './create-graceful-shutdown.js';
import type { NodeResponse } from './node-types.js';

/** A runtime whose responses are waited for. */
export interface DrainableRuntime extends ShutdownRuntime {
  readonly settings: { readonly logger: Pick<Logger, 'error'> };
}

/** How long responses may take to leave once their runs have ended. */
const SETTLE_MS = 1_000;

/** The responses of one mount that are not out yet, for frameworks that close their servers themselves. */
export class OpenResponses {
  readonly #open = new Map<Promise<void>, NodeResponse>();
  readonly #shutdown = new AbortController();
  #closed: Promise<void> | undefined;

  /** Ends streams that belong to no run, such as a feed of events. */
  get shutdownSignal(): AbortSignal {
    return this.#shutdown.signal;
  }

  /** @param served never rejects; resolves when the response is out */
  add(res: NodeResponse, served: Promise<void>): void {
    this.#open.set(served, res);
    void served.then(() => this.#open.delete(served));
  }

  /**
   * Shuts the runtime down, whose runs get `graceMs` to end, and resolves when all responses are
   * out. Work is done once; never rejects.
   */
  close(runtime: DrainableRuntime, graceMs: number): Promise<void> {
    this.#closed ??= this.#close(runtime, graceMs);
    return this.#closed;
  }

  async #close(runtime: DrainableRuntime, graceMs: number): Promise<void> {
    try {
      await runtime.shutdown({ graceMs });
    } catch (error) {
      runtime.settings.logger.error('The runtime did not shut down', error);
    }
    await this.#settled();
    this.#shutdown.abort();
    await this.#settled();
    // A client that takes nothing would keep the server from closing.
    for (const res of this.#open.values()) res.destroy();
  }

  async #settled(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, SETTLE_MS);
    });
    await Promise.race([Promise.all(this.#open.keys()), timeout]);
    clearTimeout(timer);
  }
}
