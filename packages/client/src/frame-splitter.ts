/** One block of an event stream, as it came, with the blank line that ends it. */
export interface SseFrame {
  readonly bytes: Uint8Array;
  /** The cursor in its `id:` line: `<fence>.<seq>`. Ids of any other form count as none. */
  readonly cursor: string | null;
  /** `null` for comments and for frames that carry only an id. */
  readonly data: string | null;
}

const LF = 10;
const CR = 13;
const CURSOR = /^\d+\.\d+$/;

/** Cuts the bytes of an event stream into whole frames, wherever the network has cut them. */
export class FrameSplitter {
  readonly #decoder = new TextDecoder();
  #pending: Uint8Array = new Uint8Array();

  /** What has come of a frame that is not complete. */
  get rest(): Uint8Array {
    return this.#pending;
  }

  /** The frames that these bytes complete. */
  push(bytes: Uint8Array): SseFrame[] {
    // A blank line may begin in what was there before.
    let from = Math.max(0, this.#pending.length - 3);
    const all = joined(this.#pending, bytes);
    const frames: SseFrame[] = [];
    let start = 0;
    for (let end = endOfFrame(all, from); end > 0; end = endOfFrame(all, from)) {
      frames.push(this.#parse(all.subarray(start, end)));
      start = end;
      from = end;
    }
    this.#pending = all.subarray(start);
    return frames;
  }

  #parse(bytes: Uint8Array): SseFrame {
    let cursor: string | null = null;
    let data: string | null = null;
    for (const line of this.#decoder.decode(bytes).split(/\r?\n/)) {
      const value = line.slice(line.indexOf(':') + 1).replace(/^ /, '');
      if (line.startsWith('id:')) cursor = CURSOR.test(value) ? value : null;
      else if (line.startsWith('data:')) data = data === null ? value : `${data}\n${value}`;
    }
    return { bytes, cursor, data };
  }
}

/** The index behind the next blank line, 0 if there is none. */
function endOfFrame(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return 0;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
