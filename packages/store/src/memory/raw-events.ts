import { EventPacker } from './event-packer.js';
import type { PackedEvents } from './event-packer.js';

/** So many events are packed together. */
const BLOCK_EVENTS = 64;

/** The texts of a run's events. Who reads them one by one gets each as it was pushed. */
export class RawEvents {
  readonly #packer = new EventPacker();
  /** Of {@link BLOCK_EVENTS} each, but for the last of a run that is over. */
  readonly #blocks: (readonly PackedEvents[])[] = [];
  #tail: string[] = [];
  #settled = 0;

  get length(): number {
    return this.#settled + this.#tail.length;
  }

  /** How many of the first events will not be touched any more. */
  get settled(): number {
    return this.#settled;
  }

  push(json: string): void {
    this.#tail.push(json);
    if (this.#tail.length === BLOCK_EVENTS) this.settle();
  }

  /** Packs what is left, once nothing more is pushed. */
  settle(): void {
    if (this.#tail.length === 0) return;
    this.#settled += this.#tail.length;
    this.#blocks.push(this.#packer.pack(this.#tail));
    this.#tail = [];
  }

  /** The events from an index on. */
  *from(start: number): Generator<string, void> {
    for (const events of this.packed(start, Infinity)) {
      if (typeof events === 'string') yield events;
      else yield* events.events();
    }
  }

  /** The events from an index up to, but not including, another one, in as few pieces as they are kept. */
  *packed(start: number, end: number): Generator<PackedEvents, void> {
    let index = start;
    while (index < Math.min(end, this.length)) {
      let first = index - (index % BLOCK_EVENTS);
      for (const events of this.#blocks[Math.floor(index / BLOCK_EVENTS)] ?? this.#tail) {
        const next = first + (typeof events === 'string' ? 1 : events.length);
        if (index < Math.min(next, end)) {
          const whole = typeof events === 'string' || (index === first && next <= end);
          if (whole) yield events;
          else yield* events.events().slice(index - first, end - first);
          index = Math.min(next, end);
        }
        first = next;
      }
    }
  }
}
