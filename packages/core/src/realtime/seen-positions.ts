import type { Clock } from '../internal/clock.js';

const KEPT_MS = 600_000;
const MAX_KEPT = 10_000;

/**
 * How far the clients of closed sockets had got, for ten minutes. Only saves telling them again:
 * a token itself says from where on its client knows nothing.
 */
export class SeenPositions {
  readonly #clock: Clock;
  readonly #byToken = new Map<string, { readonly metaSeq: number; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(tokenId: string): number | null {
    const seen = this.#byToken.get(tokenId);
    return seen !== undefined && seen.until > this.#clock.now() ? seen.metaSeq : null;
  }

  set(tokenId: string, metaSeq: number): void {
    this.#byToken.delete(tokenId);
    this.#byToken.set(tokenId, { metaSeq, until: this.#clock.now() + KEPT_MS });
    const [oldest] = this.#byToken.keys();
    if (this.#byToken.size > MAX_KEPT && oldest !== undefined) this.#byToken.delete(oldest);
  }
}
