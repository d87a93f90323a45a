import { visitorKeys, type Node } from 'oxc-parser';

/** Visits a node and everything in it, in the order of the text; `false` leaves out what is inside. */
export function walk(node: Node, visit: (node: Node) => boolean | void): void {
  if (visit(node) === false) return;
  for (const child of childrenOf(node)) walk(child, visit);
}

/** Whether the node, or one inside it, is of the kind that is looked for. */
export function contains(node: Node, matches: (node: Node) => boolean): boolean {
  return matches(node) || childrenOf(node).some((child) => contains(child, matches));
}

function childrenOf(node: Node): readonly Node[] {
  // The keys of a node's children depend on its type.
  const values = new Map<string, unknown>(Object.entries(node));
  const keys = visitorKeys[node.type] ?? [];
  return keys.flatMap((key) => values.get(key)).filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
