import { MALFORMED, NEEDS_MORE, StringReader } from './string-reader.js';

/** Where a value is: keys of objects and positions in arrays, from the root. Valid during the call. */
export type JsonPath = readonly (string | number)[];

/** Told what a document turns out to be, in the order of its text. */
export interface PartialJsonListener {
  /** A string, an array or an object begins. */
  opened?(path: JsonPath, kind: 'string' | 'array' | 'object'): void;
  /** More of the string at `path`: at most once per written chunk and once when it closes. */
  text?(path: JsonPath, part: string): void;
  /** A value is complete. */
  closed?(path: JsonPath, value: unknown): void;
}

export interface PartialJsonOptions {
  /**
   * The longest path that the listener hears of.
   *
   * @default 3
   */
  readonly reportDepth?: number;
  /**
   * How deep arrays and objects may nest; what goes deeper counts as malformed.
   *
   * @default 200
   */
  readonly maxDepth?: number;
}

type Container = unknown[] | Record<string, unknown>;
type Expects = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing';

const SPACE = /\s/;
const SCALAR = /[-+.\w]/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const LITERALS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Reads a JSON document that comes in pieces, each character once. Malformed text stops it quietly:
 * what was complete before stays told, nothing is told any more. Line breaks in strings are let pass.
 */
export class PartialJson {
  readonly #listener: PartialJsonListener;
  readonly #reportDepth: number;
  readonly #maxDepth: number;
  readonly #open: Container[] = [];
  readonly #path: (string | number)[] = [];
  #expects: Expects = 'value';
  #string: StringReader | null = null;
  #stringIsKey = false;
  #scalar = '';
  #failed = false;

  constructor(listener: PartialJsonListener, options: PartialJsonOptions = {}) {
    this.#listener = listener;
    this.#reportDepth = options.reportDepth ?? 3;
    this.#maxDepth = options.maxDepth ?? 200;
  }

  /** Whether the text was malformed. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Whether the document is complete. */
  get done(): boolean {
    return this.#expects === 'nothing';
  }

  write(chunk: string): void {
    let position = 0;
    while (position < chunk.length && !this.#failed && !this.done) {
      position =
        this.#string === null
          ? this.#readToken(chunk, position)
          : this.#readString(this.#string, chunk, position);
    }
    if (this.#string !== null && !this.#failed) this.#tellText(this.#string, false);
  }

  /** The text is over: a number at its very end is complete now. */
  end(): void {
    if (!this.#failed && this.#scalar !== '') this.#finishScalar();
  }

  #readString(string: StringReader, chunk: string, at: number): number {
    const position = string.read(chunk, at);
    if (position === NEEDS_MORE) return chunk.length;
    if (position === MALFORMED) return this.#fail(chunk);
    this.#string = null;
    if (this.#stringIsKey) {
      this.#path[this.#open.length - 1] = string.text;
      this.#expects = ':';
    } else {
      this.#tellText(string, true);
      this.#complete(string.text);
    }
    return position;
  }

  #readToken(chunk: string, at: number): number {
    const character = chunk.charAt(at);
    if (SCALAR.test(character)) {
      if (this.#scalar === '' && !this.#expectsValue()) return this.#fail(chunk);
      this.#scalar += character;
      return at + 1;
    }
    if (this.#scalar !== '') {
      this.#finishScalar();
      return at;
    }
    if (!SPACE.test(character) && !this.#readMark(character)) return this.#fail(chunk);
    return at + 1;
  }

  #readMark(character: string): boolean {
    switch (character) {
      case '"':
        return this.#openString();
      case '{':
      case '[':
        return this.#openContainer(character === '[');
      case '}':
      case ']':
        return this.#closeContainer(character === ']');
      case ':':
        return this.#move(':', 'value');
      case ',':
        return this.#move(', or end', Array.isArray(this.#open.at(-1)) ? 'value' : 'key');
      default:
        return false;
    }
  }

  #move(from: Expects, to: Expects): boolean {
    if (this.#expects !== from) return false;
    this.#expects = to;
    return true;
  }

  #expectsValue(): boolean {
    return this.#expects === 'value' || this.#expects === 'value or ]';
  }

  #openString(): boolean {
    this.#stringIsKey = this.#expects === 'key' || this.#expects === 'key or }';
    if (!this.#stringIsKey && !this.#expectsValue()) return false;
    this.#string = new StringReader();
    if (!this.#stringIsKey) this.#begin('string');
    return true;
  }

  #openContainer(array: boolean): boolean {
    if (!this.#expectsValue() || this.#open.length >= this.#maxDepth) return false;
    this.#begin(array ? 'array' : 'object');
    this.#open.push(array ? [] : {});
    this.#path.push(array ? 0 : '');
    this.#expects = array ? 'value or ]' : 'key or }';
    return true;
  }

  #closeContainer(array: boolean): boolean {
    const container = this.#open.at(-1);
    const empty: Expects = array ? 'value or ]' : 'key or }';
    if (container === undefined || Array.isArray(container) !== array) return false;
    if (this.#expects !== ', or end' && this.#expects !== empty) return false;
    this.#open.pop();
    this.#path.pop();
    this.#complete(container);
    return true;
  }

  #finishScalar(): void {
    const text = this.#scalar;
    this.#scalar = '';
    if (NUMBER.test(text)) this.#complete(Number(text));
    else if (LITERALS.has(text)) this.#complete(LITERALS.get(text));
    else this.#failed = true;
  }

  #begin(kind: 'string' | 'array' | 'object'): void {
    if (this.#open.length <= this.#reportDepth) this.#listener.opened?.(this.#path, kind);
  }

  #tellText(string: StringReader, closed: boolean): void {
    if (this.#listener.text === undefined || this.#stringIsKey) return;
    if (this.#open.length > this.#reportDepth) return;
    const part = string.takeNew(closed);
    if (part !== '') this.#listener.text(this.#path, part);
  }

  #complete(value: unknown): void {
    const depth = this.#open.length;
    const parent = this.#open.at(-1);
    if (depth <= this.#reportDepth) this.#listener.closed?.(this.#path, value);
    this.#expects = parent === undefined ? 'nothing' : ', or end';
    if (parent === undefined) return;
    if (Array.isArray(parent)) {
      parent.push(value);
      this.#path[depth - 1] = parent.length;
    } else {
      setOwn(parent, String(this.#path[depth - 1]), value);
    }
  }

  #fail(chunk: string): number {
    this.#failed = true;
    return chunk.length;
  }
}

/** Like `JSON.parse`, which makes `__proto__` a key like any other. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}
