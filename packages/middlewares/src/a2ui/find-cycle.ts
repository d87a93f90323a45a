/** The first circle in a graph, from a node back to itself; `undefined` if there is none. Linear. */
export function findCycle(
  edges: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const finished = new Set<string>();
  for (const start of edges.keys()) {
    const cycle = finished.has(start) ? undefined : walk(start, edges, finished);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function walk(
  start: string,
  edges: ReadonlyMap<string, readonly string[]>,
  finished: Set<string>,
): readonly string[] | undefined {
  // An explicit stack: a model may write a chain of any length.
  const trail = [{ node: start, next: 0 }];
  const onTrail = new Set([start]);
  for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
    const child = edges.get(top.node)?.[top.next];
    top.next += 1;
    if (child === undefined) {
      trail.pop();
      onTrail.delete(top.node);
      finished.add(top.node);
    } else if (onTrail.has(child)) {
      const nodes = trail.map(({ node }) => node);
      return [...nodes.slice(nodes.indexOf(child)), child];
    } else if (!finished.has(child)) {
      trail.push({ node: child, next: 0 });
      onTrail.add(child);
    }
  }
  return undefined;
}
