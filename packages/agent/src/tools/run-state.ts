import jsonPatch, { type Operation } from 'fast-json-patch';
import { isRecord } from './is-record.js';

/** A state event as AG-UI has it. */
export type StateEvent =
  | { readonly type: 'STATE_SNAPSHOT'; readonly snapshot: unknown }
  | { readonly type: 'STATE_DELTA'; readonly delta: readonly Operation[] };

export type PatchOutcome =
  | { readonly ok: true }
  /** In words for the model. Nothing was changed and nothing was told. */
  | { readonly ok: false; readonly problem: string };

/** The state of a thread in the course of one run. No value that it has given away changes later. */
export interface RunState {
  readonly current: unknown;
  /** Whether this run has changed it. */
  readonly changed: boolean;
  /** Replaces the state, with an empty one for `undefined`, and tells a `STATE_SNAPSHOT`. Throws if the state cannot be cloned as JSON. */
  set(state: unknown): void;
  /**
   * Applies a JSON Patch (RFC 6902), all of it or nothing, and tells a `STATE_DELTA`: after a
   * `STATE_SNAPSHOT` of the initial state, if it is the first change of a run that has one
   * (agent.md 5.1).
   */
  patch(delta: unknown): PatchOutcome;
}

/** @param onEvent - called within each change, before it returns; must not throw */
export function createRunState(initial: unknown, onEvent: (event: StateEvent) => void): RunState {
  let current = initial;
  let changed = false;
  return {
    get current() {
      return current;
    },
    get changed() {
      return changed;
    },
    set(state) {
      // An event without a snapshot is none.
      current = state === undefined ? {} : cloneJson(state);
      changed = true;
      onEvent({ type: 'STATE_SNAPSHOT', snapshot: current });
    },
    patch(delta) {
      const patched = applyDelta(current ?? {}, delta);
      if (!patched.ok) return patched;
      // No patch fits `null`.
      if (current === null || (!changed && current !== undefined)) {
        onEvent({ type: 'STATE_SNAPSHOT', snapshot: current ?? {} });
      }
      current = patched.state;
      changed = true;
      onEvent({ type: 'STATE_DELTA', delta: patched.delta });
      return { ok: true };
    },
  };
}

type Patched =
  | { readonly ok: true; readonly state: unknown; readonly delta: readonly Operation[] }
  | { readonly ok: false; readonly problem: string };

/** Characters of JSON. A state that is copied into itself doubles each time: thirty copies fill any memory. */
const MAX_COPIED_LENGTH = 4_000_000;

function applyDelta(state: unknown, delta: unknown): Patched {
  if (!Array.isArray(delta)) return { ok: false, problem: 'delta must be an array of operations' };
  let document = cloneJson(state);
  const applied: Operation[] = [];
  for (const [index, given] of delta.entries()) {
    const operation = toOperation(given);
    if (operation === null) return refuse(index, 'is no operation of RFC 6902');
    if (!leadsSomewhere(document, operation)) return refuse(index, 'has a path that leads nowhere');
    try {
      for (const step of withMissingArray(document, operation)) {
        document = jsonPatch.applyOperation(document, cloneJson(step), true, true).newDocument;
        applied.push(step);
      }
      if (operation.op === 'copy' && JSON.stringify(document).length > MAX_COPIED_LENGTH) {
        return refuse(index, 'makes the state too large');
      }
    } catch (error) {
      return refuse(index, `cannot be applied: ${patchErrorName(error)}`);
    }
  }
  return { ok: true, state: document, delta: applied };
}

function refuse(index: number, problem: string): Patched {
  return { ok: false, problem: `operation ${index} ${problem}` };
}

/** The operation with the fields of RFC 6902 and no others, or `null` if it is none. */
function toOperation(given: unknown): Operation | null {
  if (!isRecord(given) || !isPointer(given.path)) return null;
  const { op, path, from } = given;
  if (op === 'remove') return { op, path };
  if (op === 'move' || op === 'copy') return isPointer(from) ? { op, from, path } : null;
  if (op !== 'add' && op !== 'replace' && op !== 'test') return null;
  return given.value === undefined ? null : { op, path, value: cloneJson(given.value) };
}

function isPointer(value: unknown): value is string {
  return typeof value === 'string' && (value === '' || value.startsWith('/'));
}

/**
 * Whether everything but the last part of each path exists as the state's own: never a prototype,
 * which all objects of the process share.
 */
function leadsSomewhere(document: unknown, operation: Operation): boolean {
  const paths = 'from' in operation ? [operation.path, operation.from] : [operation.path];
  return paths.every((path) => {
    if (path === '') return true;
    const list = path.endsWith('/-') ? path.slice(0, -2) : path;
    if (path.split('/').includes('__proto__')) return false;
    return valueAt(document, list.slice(0, Math.max(0, list.lastIndexOf('/')))) !== undefined;
  });
}

/** Models append to lists that are not there yet: an empty list is put there first. */
function withMissingArray(document: unknown, operation: Operation): readonly Operation[] {
  if (operation.op !== 'add' || !operation.path.endsWith('/-')) return [operation];
  const listPath = operation.path.slice(0, -2);
  const cut = listPath.lastIndexOf('/');
  if (cut < 0 || valueAt(document, listPath) !== undefined) return [operation];
  const parent = valueAt(document, listPath.slice(0, cut));
  return isRecord(parent) ? [{ op: 'add', path: listPath, value: [] }, operation] : [operation];
}

function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const part of path.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

/** The name only: the library's message holds the state. */
function patchErrorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/** State is JSON wherever it goes; what JSON leaves out, the browser would not get either. */
function cloneJson<Value>(value: Value): Value {
  // `undefined` has no JSON text. Otherwise the parsed text has the shape of the value.
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as Value);
}
