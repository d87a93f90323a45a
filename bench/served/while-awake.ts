/**
 * Does work in a process that does not sleep meanwhile. Waking a process up costs whoever writes to it, on
 * virtual machines more than the writing does: a server that is waited for would pay for that, and one that
 * keeps its clients busy would not.
 */
export async function whileAwake<T>(work: () => Promise<T>): Promise<T> {
  let isOver = false;
  const stayAwake = (): void => {
    if (!isOver) setImmediate(stayAwake);
  };
  stayAwake();
  try {
    return await work();
  } finally {
    isOver = true;
  }
}
