const PATIENCE_MS = 10_000;

/** Resolves when the condition holds; rejects when it does not for ten seconds. */
export async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > end) throw new Error('It never came to that');
    // oxlint-disable-next-line no-await-in-loop -- looks again in a later turn
    await new Promise((resolve) => setImmediate(resolve));
  }
}
