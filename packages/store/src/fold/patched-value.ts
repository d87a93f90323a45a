import { applyPatches } from '../json-patch.js';
import { patched } from './patched.js';

/** Enough to make copying the value rare, few enough to keep the waiting patches small. */
const MAX_WAITING = 256;

/** A JSON value with patches that are applied when somebody reads it, or when many have gathered. */
export class PatchedValue {
  #value: unknown;
  #waiting: unknown[] = [];

  get value(): unknown {
    this.#applyWaiting();
    return this.#value;
  }

  set(value: unknown): void {
    this.#value = value;
    this.#waiting = [];
  }

  /** A patch that turns out not to fit changes nothing. */
  patch(operations: unknown): void {
    this.#waiting.push(operations);
    if (this.#waiting.length >= MAX_WAITING) this.#applyWaiting();
  }

  #applyWaiting(): void {
    const patches = this.#waiting;
    if (patches.length === 0) return;
    this.#waiting = [];
    try {
      this.#value = applyPatches(this.#base, patches);
    } catch {
      // One of them does not fit; alone, it cannot take the others with it.
      for (const operations of patches) {
        const next = patched(this.#base, operations);
        if (next !== undefined) this.#value = next;
      }
    }
  }

  /** A client begins with an empty object, so a thread may live on patches alone. */
  get #base(): unknown {
    return this.#value === undefined ? {} : this.#value;
  }
}
