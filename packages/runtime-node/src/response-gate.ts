import type { NodeResponse } from './node-types.js';
import { destroyResponse, isGone } from './response-state.js';
import { watchClose } from './watch-close.js';

export interface ResponseGateOptions {
  /** Milliseconds without any progress on the socket, while data is pending, after which it is destroyed. */
  readonly stallTimeoutMs: number;
  /** Called once when the client has left. */
  readonly onClose: () => void;
}

/** Holds a producer back while a response's reader is behind, and lets it go when the reader leaves. */
export class ResponseGate {
  readonly #res: NodeResponse;
  readonly #options: ResponseGateOptions;
  readonly #unwatch: () => void;
  #closed = false;
  #wake: (() => void) | undefined;
  #stall: NodeJS.Timeout | undefined;

  constructor(res: NodeResponse, options: ResponseGateOptions) {
    this.#res = res;
    this.#options = options;
    // One listener for all waits: compression middleware forwards `on` to its own stream, but not `off`.
    res.on('drain', this.#onProgress);
    res.on('finish', this.#onProgress);
    res.on('error', this.#onClose);
    this.#unwatch = watchClose(res, this.#onClose);
    if (isGone(res)) this.#onClose();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Resolves at the next `drain` or `finish`, or when the client has left; then `closed` tells. */
  async progress(): Promise<void> {
    if (this.#closed) return;
    const { stallTimeoutMs } = this.#options;
    if (this.#stall === undefined) this.#stall = setTimeout(this.#onStall, stallTimeoutMs).unref();
    else this.#stall.refresh();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Takes the listeners off the response, save one that keeps a late error from being fatal. */
  release(): void {
    clearTimeout(this.#stall);
    this.#unwatch();
    this.#res.off('drain', this.#onProgress);
    this.#res.off('finish', this.#onProgress);
  }

  readonly #onProgress = (): void => {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  };

  readonly #onClose = (): void => {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.onClose();
    this.#onProgress();
  };

  readonly #onStall = (): void => {
    // The timer outlives the wait that armed it.
    if (this.#wake === undefined) return;
    this.#onClose();
    destroyResponse(this.#res);
  };
}
