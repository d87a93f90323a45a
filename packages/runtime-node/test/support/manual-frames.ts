import type { FrameSource } from '@flightdeck/core';

/** A frame source that a test feeds by hand. */
export class ManualFrames implements FrameSource {
  closes = 0;
  pulls = 0;
  readonly #ready: (string | null)[] = [];
  #waiting: ((text: string | null) => void) | undefined;

  push(...frames: (string | null)[]): void {
    this.#ready.push(...frames);
    this.#serve();
  }

  pull(): Promise<string | null> {
    this.pulls += 1;
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#serve();
    });
  }

  close(): void {
    this.closes += 1;
    this.push(null);
  }

  #serve(): void {
    if (this.#waiting === undefined || this.#ready.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting(this.#ready.shift() ?? null);
  }
}

/** A source with a frame for every pull, which counts what it was asked for. */
export class EndlessFrames implements FrameSource {
  closes = 0;
  pulls = 0;
  readonly #frame: string;

  constructor(frame: string) {
    this.#frame = frame;
  }

  async pull(): Promise<string | null> {
    this.pulls += 1;
    return this.closes > 0 ? null : this.#frame;
  }

  close(): void {
    this.closes += 1;
  }
}
