import type { NodeResponse } from './node-types.js';
import { isGone, leftEarly } from './response-state.js';
import { watchClose } from './watch-close.js';

/** Tells whether the client left before its response was complete. */
export class RequestLifecycle {
  #controller: AbortController | undefined;
  #left: boolean;

  constructor(res: NodeResponse) {
    this.#left = isGone(res);
    if (this.#left) return;
    watchClose(res, () => {
      if (!leftEarly(res)) return;
      this.#left = true;
      this.#controller?.abort();
    });
  }

  /** Aborts when the client leaves early; created on first use, because most requests never ask. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#left) this.#controller.abort();
    }
    return this.#controller.signal;
  }
}
