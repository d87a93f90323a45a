/** What the work returns; `undefined` if it throws. No run ends because of those who look on. */
export function quietly<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
