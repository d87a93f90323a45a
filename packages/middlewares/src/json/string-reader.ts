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
  #text = '';
  /** What has been read of an escape, without its backslash. */
  #escape: string | null = null;
  #handedOut = 0;

  get text(): string {
    return this.#text;
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
      if (stop > position) this.#text += chunk.slice(position, stop);
      if (stop === chunk.length) return NEEDS_MORE;
      if (chunk.charCodeAt(stop) === QUOTE) return stop + 1;
      this.#escape = '';
      position = stop + 1;
    }
    return NEEDS_MORE;
  }

  /** What has not been handed out yet; the first half of a surrogate pair waits for the second. */
  takeNew(closed: boolean): string {
    let end = this.#text.length;
    if (!closed && end > this.#handedOut && isHighSurrogate(this.#text.charCodeAt(end - 1))) {
      end -= 1;
    }
    const part = this.#text.slice(this.#handedOut, end);
    this.#handedOut = end;
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
    this.#text += meaning;
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
