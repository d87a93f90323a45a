import type { StoreBackend } from '../backend/store-backend.js';
import { StoreError } from '../store-error.js';

/** Opens a backend when it is first needed, again after a failure, and once at most after that. */
export class Opening {
  readonly #backend: StoreBackend;
  #opened: Promise<void> | null = null;
  #closed = false;

  constructor(backend: StoreBackend) {
    this.#backend = backend;
  }

  /** @throws StoreError why it cannot be opened, or `closed` */
  async open(): Promise<void> {
    if (this.#closed) throw new StoreError('closed', 'The store is closed');
    this.#opened ??= this.#backend.open();
    const opened = this.#opened;
    try {
      await opened;
    } catch (error) {
      if (this.#opened === opened) this.#opened = null;
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    // Whoever waits for a backend that does not open is told so by their own call.
    await this.#opened?.catch(() => undefined);
    await this.#backend.close();
  }
}
