/** So many pieces are joined at a time. */
const PIECES = 64;

/**
 * A text that grows by small pieces. They are not kept one by one, nor as the chain that `+=` makes of
 * them: either takes several times as much memory as the text, which the garbage collector passes over as
 * long as it grows.
 */
export class GrowingText {
  #text: string;
  #pieces: string[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  append(piece: string): void {
    this.#pieces.push(piece);
    if (this.#pieces.length === PIECES) this.#join();
  }

  toString(): string {
    if (this.#pieces.length > 0) this.#join();
    return this.#text;
  }

  #join(): void {
    this.#text += this.#pieces.join('');
    this.#pieces = [];
  }
}
