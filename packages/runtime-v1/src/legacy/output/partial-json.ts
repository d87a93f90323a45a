/** How deep values may nest; what is deeper is left out. */
const MAX_DEPTH = 100;

const LITERALS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * What the beginning of a JSON text says so far: texts as far as they go, objects and lists with the
 * values that they have. `undefined` where it does not say anything yet.
 */
export function parsePartialJson(text: string): unknown {
  return new Reader(text).value(0);
}

class Reader {
  readonly #text: string;
  #at = 0;
  /** The text has ended, or is no JSON, within the value that was read last. */
  #broken = false;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): unknown {
    this.#skipSpace();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#list(depth);
      case '"':
        return this.#string();
      default:
        return this.#scalar();
    }
  }

  #object(depth: number): unknown {
    const entries: [string, unknown][] = [];
    this.#members('}', depth, () => {
      const key = this.#text[this.#at] === '"' ? this.#string() : undefined;
      if (key === undefined || this.#broken || !this.#take(':')) return this.#break();
      const value = this.value(depth + 1);
      if (value !== undefined) entries.push([key, value]);
    });
    return Object.fromEntries(entries);
  }

  #list(depth: number): unknown {
    const values: unknown[] = [];
    this.#members(']', depth, () => {
      const value = this.value(depth + 1);
      if (value !== undefined) values.push(value);
    });
    return values;
  }

  /** Reads one member after the other, up to `close` or to where the text ends. */
  #members(close: '}' | ']', depth: number, read: () => void): void {
    this.#at += 1;
    if (depth >= MAX_DEPTH) return this.#break();
    if (this.#take(close)) return;
    do {
      this.#skipSpace();
      if (this.#at >= this.#text.length) return this.#break();
      read();
    } while (!this.#broken && this.#take(','));
    if (!this.#broken && !this.#take(close)) this.#break();
  }

  #string(): string | undefined {
    const begin = this.#at;
    let at = begin + 1;
    const end = this.#text.length;
    while (this.#text[at] !== '"' && at + this.#lengthAt(at) <= end) at += this.#lengthAt(at);
    this.#at = at + 1;
    if (this.#text[at] === '"') return this.#parse(this.#text.slice(begin, at + 1));
    this.#break();
    // What an escape at the very end stands for is not known yet.
    return this.#parse(`${this.#text.slice(begin, at)}"`);
  }

  /** Of a character in a text, as it is written. */
  #lengthAt(at: number): number {
    if (this.#text[at] !== '\\') return 1;
    return this.#text[at + 1] === 'u' ? 6 : 2;
  }

  #parse(json: string): string | undefined {
    try {
      return String(JSON.parse(json));
    } catch {
      this.#break();
      return undefined;
    }
  }

  #scalar(): unknown {
    const [token = ''] = /^[-+.\w]*/.exec(this.#text.slice(this.#at)) ?? [];
    this.#at += token.length;
    if (LITERALS.has(token)) return LITERALS.get(token);
    const number = token === '' ? Number.NaN : Number(token);
    if (Number.isFinite(number)) return number;
    this.#break();
    return undefined;
  }

  #take(mark: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== mark) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #break(): undefined {
    this.#broken = true;
  }
}
