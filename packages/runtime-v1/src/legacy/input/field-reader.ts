import { isRecord } from '../../internal/is-record.js';
import { LegacyError } from '../wire/legacy-error.js';
import { MAX_NESTING, nestsDeeperThan } from './nests-deeper-than.js';

const HALF_CHARACTER = /\p{Surrogate}/u;
const NESTING = `at most ${MAX_NESTING} levels of nesting`;

/** Reads the fields of an object, and says of the first one that is wrong where it is. `null` is no value. */
export class FieldReader {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;

  /** @throws LegacyError `MISUSE` unless `value` is an object */
  constructor(value: unknown, path: string) {
    if (!isRecord(value)) throw invalidField(path, 'an object');
    this.#fields = value;
    this.#path = path;
  }

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  value(name: string): unknown {
    return (Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined) ?? undefined;
  }

  /** @throws LegacyError `MISUSE` */
  text(name: string): string {
    return this.optionalText(name) ?? this.#refuse(name, 'a text');
  }

  /** @throws LegacyError `MISUSE` */
  optionalText(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'string') return value;
    return this.#refuse(name, 'a text');
  }

  /** A name that can be part of an address: not empty, and without half a character. @throws LegacyError `MISUSE` */
  name(name: string): string {
    return this.optionalName(name) ?? this.#refuse(name, 'a name');
  }

  /** @throws LegacyError `MISUSE` */
  optionalName(name: string): string | undefined {
    const value = this.optionalText(name);
    if (value === undefined || (value !== '' && !HALF_CHARACTER.test(value))) return value;
    return this.#refuse(name, 'a name');
  }

  /** @throws LegacyError `MISUSE` */
  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.value(name);
    return (
      allowed.find((candidate) => candidate === value) ??
      this.#refuse(name, `one of ${allowed.join(', ')}`)
    );
  }

  /** @throws LegacyError `MISUSE` */
  object(name: string): FieldReader {
    return new FieldReader(this.value(name), `${this.#path}.${name}`);
  }

  optionalObject(name: string): FieldReader | undefined {
    return this.has(name) ? this.object(name) : undefined;
  }

  /** The entries of a list, none where it is left out. @throws LegacyError `MISUSE` */
  objects(name: string): FieldReader[] {
    const value = this.value(name) ?? [];
    if (!Array.isArray(value)) return this.#refuse(name, 'a list');
    return value.map((entry, index) => new FieldReader(entry, `${this.#path}.${name}[${index}]`));
  }

  /** The fields themselves, none where the object is left out. @throws LegacyError `MISUSE` */
  record(name: string): Readonly<Record<string, unknown>> {
    const object = this.optionalObject(name);
    return object === undefined ? {} : object.#fields;
  }

  /** JSON in a text, or what it would say; `undefined` where it is left out or blank. @throws LegacyError `MISUSE` */
  json(name: string): unknown {
    const value = this.value(name);
    if (typeof value !== 'string') return value;
    if (value.trim() === '') return undefined;
    let parsed: unknown;
    try {
      parsed = JSON.parse(value);
    } catch {
      return this.#refuse(name, 'JSON');
    }
    return nestsDeeperThan(parsed, MAX_NESTING) ? this.#refuse(name, NESTING) : parsed;
  }

  /** JSON of an object in a text. @throws LegacyError `MISUSE` */
  jsonRecord(name: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.json(name) ?? undefined;
    if (value === undefined || isRecord(value)) return value;
    return this.#refuse(name, 'JSON of an object');
  }

  #refuse(name: string, expected: string): never {
    throw invalidField(`${this.#path}.${name}`, expected);
  }
}

/** Its parts are passed on, written, and read again. @throws LegacyError `MISUSE` */
export function checkNesting(variables: unknown): void {
  if (nestsDeeperThan(variables, MAX_NESTING)) throw invalidField('variables', NESTING);
}

/** The refusal of a request whose field at `path` has another form. */
export function invalidField(path: string, expected: string): LegacyError {
  return new LegacyError('MISUSE', `Invalid request: ${path}: expected ${expected}`);
}
