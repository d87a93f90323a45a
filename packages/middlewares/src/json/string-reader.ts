/** What {@link StringReader.read} tells in place of a position. */
export const NEEDS_MORE = -1;
export const MALFORMED = -2;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const HEX = /^[0-9a-fA-F]$/;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Decodes the inside of one JSON string that comes in pieces; an escape may be cut anywhere. */
export class StringReader {
  /** What has been handed out: kept in parts, for joining them at every chunk would be quadratic. */
  readonly #handedOut: string[] = [];
  #fresh = '';
  /** What has been read of an escape, without its backslash. */
  #escape: string | null = null;

  get text(): string {
    return this.#handedOut.length === 0 ? this.#fresh : [...this.#handedOut, this.#fresh].join('');
  }

  /** Reads on from `at`: the position after the closing quote, or one of the constants above. */
  read(chunk: string, at: number): number {
    let position = at;
    while (position < chunk.length) {
      if (this.#escape !== null) {
        if (!this.#readEscape(chunk.charAt(position))) return MALFORMED;
        position += 1;
        continue;
      }
      const stop = endOfPlainText(chunk, position);
      if (stop > position) this.#fresh += chunk.slice(position, stop);
      if (stop === chunk.length) return NEEDS_MORE;
      if (chunk.charCodeAt(stop) === QUOTE) return stop + 1;
      this.#escape = '';
      position = stop + 1;
    }
    return NEEDS_MORE;
  }

  /** What has not been handed out yet; the first half of a surrogate pair waits for the second. */
  takeNew(closed: boolean): string {
    const { length } = this.#fresh;
    const waits = !closed && length > 0 && isHighSurrogate(this.#fresh.charCodeAt(length - 1));
    const part = waits ? this.#fresh.slice(0, -1) : this.#fresh;
    this.#fresh = waits ? this.#fresh.slice(-1) : '';
    if (part !== '') this.#handedOut.push(part);
    return part;
  }

  #readEscape(character: string): boolean {
    const escape = this.#escape ?? '';
    if (escape === '') {
      const meaning = ESCAPES.get(character);
      if (meaning !== undefined) this.#finishEscape(meaning);
      else this.#escape = character;
      return meaning !== undefined || character === 'u';
    }
    if (!HEX.test(character)) return false;
    this.#escape = escape + character;
    if (this.#escape.length === 5) {
      this.#finishEscape(String.fromCharCode(Number.parseInt(this.#escape.slice(1), 16)));
    }
    return true;
  }

  #finishEscape(meaning: string): void {
    this.#fresh += meaning;
    this.#escape = null;
  }
}

function endOfPlainText(chunk: string, from: number): number {
  for (let index = from; index < chunk.length; index += 1) {
    const code = chunk.charCodeAt(index);
    if (code === QUOTE || code === BACKSLASH) return index;
  }
  return chunk.length;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
