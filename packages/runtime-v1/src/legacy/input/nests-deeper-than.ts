/** More than any application has, and far from where reading it would exhaust the stack. */
export const MAX_NESTING = 500;

/** Whether objects and lists of a JSON value are in each other more than so many times. */
export function nestsDeeperThan(value: unknown, levels: number): boolean {
  let layer: readonly unknown[] = [value];
  for (let level = 0; layer.length > 0; level += 1) {
    if (level > levels + 1) return true;
    layer = layer.flatMap((entry) =>
      typeof entry === 'object' && entry !== null ? Object.values(entry) : [],
    );
  }
  return false;
}
