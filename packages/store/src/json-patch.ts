import { jsonEqual } from './json-equal.js';

type JsonObject = Record<string, unknown>;
type Container = JsonObject | unknown[];

/** Reading or writing these would reach the prototype, or look as if it did to the next reader. */
const REFUSED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const ARRAY_INDEX = /^(0|[1-9]\d{0,15})$/;

/**
 * Applies an RFC 6902 patch and answers the new document. The given one is left as it was; both share
 * every part that the patch does not touch.
 *
 * @throws Error when the patch is malformed, a path does not resolve or a `test` fails
 */
export function applyPatch(document: unknown, patch: unknown): unknown {
  return applyPatches(document, [patch]);
}

/** Like one `applyPatch` after the other, but what they touch is copied once for all of them. */
export function applyPatches(document: unknown, patches: readonly unknown[]): unknown {
  const editor = new DocumentEditor(document);
  for (const patch of patches) {
    if (!Array.isArray(patch)) throw new Error('A JSON patch is an array of operations');
    for (const operation of patch) editor.apply(operation);
  }
  return editor.document;
}

class DocumentEditor {
  document: unknown;
  /** Containers that were copied already: changing them in place is not seen elsewhere. */
  #owned = new Set<Container>();

  constructor(document: unknown) {
    this.document = document;
  }

  apply(operation: unknown): void {
    if (!isObject(operation)) throw new Error('A patch operation is an object');
    const path = parsePointer(operation['path']);
    switch (operation['op']) {
      case 'add':
        return this.#add(path, valueOf(operation));
      case 'replace':
        return this.#replace(path, valueOf(operation));
      case 'remove':
        return this.#remove(path);
      case 'test':
        if (jsonEqual(this.#read(path), valueOf(operation))) return;
        throw new Error(`Test failed at "${spell(path)}"`);
      case 'move':
        return this.#move(parsePointer(operation['from']), path);
      case 'copy':
        return this.#copy(parsePointer(operation['from']), path);
      default:
        throw new Error(`Unknown patch operation "${String(operation['op'])}"`);
    }
  }

  #add(path: readonly string[], value: unknown): void {
    const key = path.at(-1);
    if (key === undefined) {
      this.document = value;
      return;
    }
    const parent = this.#parentOf(path);
    if (!Array.isArray(parent)) parent[key] = value;
    else if (key === '-') parent.push(value);
    else parent.splice(indexIn(parent, key, parent.length), 0, value);
  }

  #replace(path: readonly string[], value: unknown): void {
    const key = path.at(-1);
    if (key === undefined) {
      this.document = value;
      return;
    }
    const parent = this.#parentOf(path);
    child(parent, key);
    put(parent, key, value);
  }

  #remove(path: readonly string[]): void {
    const key = path.at(-1);
    if (key === undefined) {
      this.document = null;
      return;
    }
    const parent = this.#parentOf(path);
    child(parent, key);
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  }

  #move(from: readonly string[], path: readonly string[]): void {
    const value = this.#read(from);
    if (from.length < path.length && from.every((key, depth) => key === path[depth])) {
      throw new Error(`"${spell(from)}" cannot move into itself`);
    }
    this.#remove(from);
    this.#add(path, value);
  }

  #copy(from: readonly string[], path: readonly string[]): void {
    const value = this.#read(from);
    // The value has two places from now on, so nothing inside it may be changed in place any more.
    this.#owned.clear();
    this.#add(path, value);
  }

  #read(path: readonly string[]): unknown {
    let value = this.document;
    for (const key of path) value = child(container(value, path), key);
    return value;
  }

  /** The container that holds the last key of `path`, copied along the way and safe to change. */
  #parentOf(path: readonly string[]): Container {
    let parent = this.#own(container(this.document, path));
    this.document = parent;
    for (const key of path.slice(0, -1)) {
      const next = this.#own(container(child(parent, key), path));
      put(parent, key, next);
      parent = next;
    }
    if (!Array.isArray(parent)) refuse(path.at(-1) ?? '');
    return parent;
  }

  #own(value: Container): Container {
    if (this.#owned.has(value)) return value;
    const copy = Array.isArray(value) ? value.slice() : { ...value };
    this.#owned.add(copy);
    return copy;
  }
}

function parsePointer(pointer: unknown): string[] {
  if (pointer === '') return [];
  if (typeof pointer !== 'string' || !pointer.startsWith('/')) {
    throw new Error(`"${String(pointer)}" is not a JSON pointer`);
  }
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function spell(path: readonly string[]): string {
  return path.map((key) => `/${key}`).join('');
}

function valueOf(operation: JsonObject): unknown {
  if (!Object.hasOwn(operation, 'value')) throw new Error('The operation has no value');
  return operation['value'];
}

function child(parent: Container, key: string): unknown {
  if (Array.isArray(parent)) return parent[indexIn(parent, key, parent.length - 1)];
  refuse(key);
  if (!Object.hasOwn(parent, key)) throw new Error(`There is no "${key}"`);
  return parent[key];
}

function put(parent: Container, key: string, value: unknown): void {
  if (Array.isArray(parent)) parent[Number(key)] = value;
  else parent[key] = value;
}

function indexIn(list: readonly unknown[], key: string, highest: number): number {
  const index = ARRAY_INDEX.test(key) ? Number(key) : NaN;
  if (index <= highest) return index;
  throw new Error(`"${key}" is not an index of a list of ${list.length}`);
}

function refuse(key: string): void {
  if (REFUSED_KEYS.has(key)) throw new Error(`The key "${key}" is refused`);
}

function container(value: unknown, path: readonly string[]): Container {
  if (Array.isArray(value)) return value;
  if (isObject(value)) return value;
  throw new Error(`The path "${spell(path)}" does not resolve`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
