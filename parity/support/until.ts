import { setImmediate } from 'node:timers/promises';

/** Polls until `read` gives something, and fails after `deadlineMs` with what was waited for. */
export async function until<T>(
  what: string,
  read: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  deadlineMs = 5_000,
): Promise<T> {
  const giveUpAt = Date.now() + deadlineMs;
  for (;;) {
    const value = await read();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > giveUpAt) throw new Error(`Waited ${deadlineMs} ms for ${what}`);
    await setImmediate();
  }
}
