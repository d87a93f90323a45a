/**
 * Maps what a source yields, in order, with up to `ahead` results under way before their turn.
 * Whoever stops early leaves those behind; what becomes of them no longer matters.
 */
export async function* mapAhead<T, R>(
  source: AsyncIterable<T>,
  ahead: number,
  map: (value: T) => Promise<R>,
): AsyncGenerator<R, void> {
  const underWay: Promise<R>[] = [];
  for await (const value of source) {
    const result = map(value);
    // A failure is told when its turn comes; until then nobody may be waiting for it.
    result.catch(() => undefined);
    underWay.push(result);
    const first = underWay.length > ahead ? underWay.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const result of underWay) yield await result;
}
