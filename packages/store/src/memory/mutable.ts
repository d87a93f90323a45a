/**
 * A copy of a record that is still being made. `{ ...record, field }` says the same as a copy and an
 * assignment, but V8 redefines a field that is there already on a slow path of its own.
 */
export type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };
