import type { BaseEvent } from '@flightdeck/store';

type Check = (value: unknown) => boolean;

/** Events that no rule of order concerns, with the only field that each has beside its type. */
const FIELDS: ReadonlyMap<string, ReadonlyMap<string, Check>> = new Map([
  ['STATE_SNAPSHOT', new Map([['snapshot', isPresent]])],
  ['STATE_DELTA', new Map([['delta', isListOfPatches]])],
  [
    'CUSTOM',
    new Map([
      ['name', isText],
      ['value', isPresent],
    ]),
  ],
]);

/** Whether an event says what has changed, in nothing but its documented fields, so that any of AG-UI's versions passes it on. */
export function isBareChange(event: BaseEvent): boolean {
  const fields = FIELDS.get(event.type);
  if (fields === undefined || Object.getPrototypeOf(event) !== Object.prototype) return false;
  let left = fields.size;
  for (const key in event) {
    if (key === 'type') continue;
    if (fields.get(key)?.(event[key]) !== true) return false;
    left -= 1;
  }
  return left === 0;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isPresent(value: unknown): boolean {
  return value !== undefined;
}

function isListOfPatches(value: unknown): boolean {
  return Array.isArray(value) && value.every(isPatch);
}

/** Those that put a value somewhere: which of the others are well-formed is left to AG-UI. */
function isPatch(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('value' in value)) return false;
  if (!('op' in value) || (value.op !== 'replace' && value.op !== 'add')) return false;
  const isPlain = Object.keys(value).length === 3 && value.value !== undefined;
  return isPlain && 'path' in value && typeof value.path === 'string' && POINTER.test(value.path);
}

/** RFC 6901. */
const POINTER = /^(?:\/(?:[^/~]|~[01])*)*$/;
