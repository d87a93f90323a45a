import type { ArrowFunctionExpression, Function as OxcFunction, Node } from 'oxc-parser';

import { calledName, isIdentifier, lastName } from '../source/bindings.js';
import { walk } from '../source/walk.js';

export type FunctionNode = ArrowFunctionExpression | OxcFunction;

/** A function by the name under which a statement declares it. */
export interface DeclaredFunction {
  readonly name: string;
  readonly body?: FunctionNode;
}

const LAST_HANDLER = /not.?found|404|error|fallback|catch.?all/i;

export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';
}

/**
 * Whether a handler of Express keeps every request that it gets, or turns it into an error: by
 * what it does, where that can be seen, else by its name.
 */
export function isFinalHandler(handler: Node, declared: readonly DeclaredFunction[]): boolean {
  if (isFunction(handler)) return keepsRequests(handler);
  const isMade = handler.type === 'CallExpression';
  const name = isMade ? calledName(handler) : lastName(handler);
  const local = declared.find((found) => found.name === name)?.body;
  const found = isMade && local !== undefined ? returnedBy(local) : local;
  return found === undefined ? LAST_HANDLER.test(name) : keepsRequests(found);
}

function keepsRequests({ params, body }: FunctionNode): boolean {
  if (params.some(({ type }) => type === 'RestElement')) return false;
  const next = params[2];
  if (params.length !== 3 || next?.type !== 'Identifier' || body === null) return true;
  let uses = 0;
  let errors = 0;
  walk(body, (node) => {
    if (isIdentifier(node, next.name)) uses += 1;
    if (node.type !== 'CallExpression' || !isIdentifier(node.callee, next.name)) return;
    // Texts are no errors: they lead to the next route or router.
    const [error] = node.arguments;
    if (error !== undefined && error.type !== 'Literal') errors += 1;
  });
  return uses === errors;
}

/** The function that a function makes. */
function returnedBy({ body }: FunctionNode): FunctionNode | undefined {
  if (isFunction(body)) return body;
  if (body?.type !== 'BlockStatement') return undefined;
  const last = body.body.at(-1);
  if (last?.type !== 'ReturnStatement' || !isFunction(last.argument)) return undefined;
  return last.argument;
}
