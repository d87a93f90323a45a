import type { NodeResponse } from './node-types.js';
import { isGone, isHttp2, leftEarly } from './response-state.js';
import { watchClose } from './watch-close.js';

/** Tells whether the client left before its response was complete. */
export class RequestLifecycle {
  readonly #res: NodeResponse;
  #controller: AbortController | undefined;
  #left: boolean;
  #watching = false;

  constructor(res: NodeResponse) {
    this.#res = res;
    this.#left = isGone(res);
    // What became of the others can be told from their state whenever somebody asks.
    if (!this.#left && (isHttp2(res) || res.socket === null)) this.#watch();
  }

  /** Aborts when the client leaves early; created on first use, because most requests never ask. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (!this.#left && !this.#watching) this.#catchUp();
      if (this.#left) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  #catchUp(): void {
    const res = this.#res;
    // A response lets go of its socket when it is out, and only one that was simulated keeps it, intact.
    // One that is ended after its client has left looks finished, too, but never was.
    if (isGone(res)) this.#left = leftEarly(res) || res.socket?.destroyed === true;
    else this.#watch();
  }

  #watch(): void {
    this.#watching = true;
    watchClose(this.#res, () => {
      if (!leftEarly(this.#res)) return;
      this.#left = true;
      this.#controller?.abort();
    });
  }
}
