// Asked for when they are needed instead of imported: then packages that serve Node among others, such as
// the drop-in, load where there is none of them.

/** How many listeners a target may have before Node warns of a leak; 0 for any number. */
export function setMaxListeners(
  count: number,
  ...targets: (EventTarget | NodeJS.EventEmitter)[]
): void {
  process.getBuiltinModule('node:events').setMaxListeners(count, ...targets);
}

/** The reason phrase of a status, empty for an unknown one. */
export function statusText(status: number): string {
  return process.getBuiltinModule('node:http').STATUS_CODES[status] ?? '';
}
