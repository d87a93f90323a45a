/** So many events become one text, unless that would be longer than it is worth to copy. */
const BLOCK_EVENTS = 64;
const MAX_BLOCK_UNITS = 64 * 1_024;

/** Events as one text, and where each of them ends in it. */
interface Joined {
  readonly text: string;
  readonly ends: readonly number[];
}

/**
 * The texts of a run's events, one by one. Most are kept many in one string: an event of its own is
 * several objects, which the garbage collector visits and moves as long as the run is kept.
 */
export class RawEvents {
  /** Of {@link BLOCK_EVENTS} each. */
  readonly #blocks: (Joined | readonly string[])[] = [];
  #tail: string[] = [];
  #tailUnits = 0;

  get length(): number {
    return this.#blocks.length * BLOCK_EVENTS + this.#tail.length;
  }

  /** How many of the first events will not be touched any more. */
  get settled(): number {
    return this.#blocks.length * BLOCK_EVENTS;
  }

  push(json: string): void {
    this.#tail.push(json);
    this.#tailUnits += json.length;
    if (this.#tail.length === BLOCK_EVENTS) this.#settle();
  }

  /** The events from an index on. */
  *from(start: number): Generator<string, void> {
    for (let index = start; index < this.length;) {
      const block = this.#blocks[Math.floor(index / BLOCK_EVENTS)] ?? this.#tail;
      const offset = index % BLOCK_EVENTS;
      if ('ends' in block) yield* textsOf(block, offset);
      else yield* block.slice(offset);
      index += BLOCK_EVENTS - offset;
    }
  }

  #settle(): void {
    this.#blocks.push(this.#tailUnits > MAX_BLOCK_UNITS ? this.#tail : joined(this.#tail));
    this.#tail = [];
    this.#tailUnits = 0;
  }
}

function joined(texts: readonly string[]): Joined {
  let end = 0;
  return { text: texts.join(''), ends: texts.map(({ length }) => (end += length)) };
}

function* textsOf({ text, ends }: Joined, first: number): Generator<string, void> {
  for (let index = first; index < ends.length; index += 1) {
    yield text.slice(index === 0 ? 0 : ends[index - 1], ends[index]);
  }
}
