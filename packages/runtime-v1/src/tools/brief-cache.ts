/** Milliseconds for which an answer counts, a failure as well: no run waits for a server that was down just now. */
const LIFETIME_MS = 10_000;
const MAX_ENTRIES = 100;
/** Keys hold what a browser has sent: what belongs to a longer one is not kept. */
const MAX_KEY_LENGTH = 20_000;

interface Entry<Value> {
  readonly value: Promise<Value>;
  /** Epoch milliseconds; absent while the answer is awaited. */
  until?: number;
}

/** Keeps what other servers say of themselves for a short time, so that the requests of one moment ask once. */
export class BriefCache<Value> {
  /** The oldest first. */
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #now: () => number;

  /** @param now epoch milliseconds */
  constructor(now: () => number = () => Date.now()) {
    this.#now = now;
  }

  /**
   * What is kept under a key, else what is found now.
   *
   * @param key everything that the answer may depend on
   */
  get(key: string, find: () => Promise<Value>): Promise<Value> {
    if (key.length > MAX_KEY_LENGTH) return find();
    const known = this.#entries.get(key);
    if (known !== undefined && (known.until ?? Infinity) > this.#now()) return known.value;
    const entry: Entry<Value> = { value: find() };
    const settle = (): void => {
      entry.until = this.#now() + LIFETIME_MS;
    };
    entry.value.then(settle, settle);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_ENTRIES) break;
      this.#entries.delete(oldest);
    }
    return entry.value;
  }
}
