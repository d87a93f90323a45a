/** How many texts are kept: both transports of a few mounts. */
const MAX_TEXTS = 8;

interface Kept {
  readonly facts: readonly unknown[];
  readonly text: string;
}

/**
 * Texts that requests ask for again and again, kept beside everything that they were made of: as long as
 * all of it is the same, so is the text, and nothing can make it stale.
 */
export class TextMemo {
  readonly #kept: Kept[] = [];
  #oldest = 0;

  /**
   * The text of these facts.
   *
   * @param facts what `make` looks at. Objects may change inside, so with one of them among the facts the
   *   text is made each time
   */
  of(facts: readonly unknown[], make: () => string): string {
    for (const kept of this.#kept) if (areSame(kept.facts, facts)) return kept.text;
    const text = make();
    if (facts.some(mayChange)) return text;
    this.#kept[this.#oldest] = { facts, text };
    this.#oldest = (this.#oldest + 1) % MAX_TEXTS;
    return text;
  }
}

function areSame(kept: readonly unknown[], facts: readonly unknown[]): boolean {
  if (kept.length !== facts.length) return false;
  for (let index = 0; index < facts.length; index += 1) {
    if (kept[index] !== facts[index]) return false;
  }
  return true;
}

function mayChange(fact: unknown): boolean {
  return (typeof fact === 'object' && fact !== null) || typeof fact === 'function';
}
