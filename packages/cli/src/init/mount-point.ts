import type {
  ArrowFunctionExpression,
  CallExpression,
  Expression,
  Function as OxcFunction,
  Node,
} from 'oxc-parser';

import { isIdentifier } from '../source/bindings.js';
import { contains, walk } from '../source/walk.js';
import { BASE_PATH } from './init-context.js';
import type { ServerApp } from './server-apps.js';

/** What a framework's application does once its routes are complete, or what swallows later ones. */
export interface MountRules {
  /** Whether handlers without a path may answer everything that gets to them. */
  readonly finalHandlers: boolean;
}

/** Functions that start an application, or hand it to a server. */
const STARTERS = /^(listen|serve|createServer|createSecureServer|serverless|handle|ready)$/;

const ANY_PATH = /^\/?(\*|\{?\/?\*\w+\}?|\(\.\*\)|:\w+\*)$/;

const LAST_HANDLER = /not.?found|404|error.?handler|handle.?error|on.?error|fallback/i;

/**
 * The statement in front of which a route still gets its requests: the first behind the
 * application's declaration that starts it, gives it away, answers every path or handles errors.
 * `undefined` if there is none.
 */
export function findMountPoint(app: ServerApp, rules: MountRules): Node | undefined {
  const later = app.statements.slice(app.index + 1);
  const starters = new Set(
    app.statements.flatMap((statement) => {
      const { name, body } = functionIn(statement);
      return body !== undefined && contains(body, (node) => starts(node, app)) ? [name] : [];
    }),
  );
  return later.find((statement) => {
    if (functionIn(statement).body !== undefined) return false;
    const ends = (node: Node): boolean =>
      starts(node, app) || callsOne(node, starters) || endsRoutes(node, app, rules);
    return contains(statement, ends) || givesAway(statement, app);
  });
}

type FunctionNode = ArrowFunctionExpression | OxcFunction;

/** The function that a statement declares, which runs when it is called. */
function functionIn(statement: Node): { name: string; body?: FunctionNode } {
  if (statement.type === 'FunctionDeclaration') {
    return { name: statement.id?.name ?? '', body: statement };
  }
  if (statement.type !== 'VariableDeclaration') return { name: '' };
  const [declarator] = statement.declarations;
  const { id, init } = declarator ?? {};
  if (id?.type !== 'Identifier' || !isFunction(init)) return { name: '' };
  return { name: id.name, body: init };
}

function isFunction(node: Node | null | undefined): node is FunctionNode {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';
}

/** `app.listen(…)`, `createServer(app)`, `serve({ fetch: app.fetch })`. */
function starts(node: Node, { name }: ServerApp): boolean {
  if (node.type !== 'CallExpression' || !STARTERS.test(calledName(node))) return false;
  return contains(node, (inner) => isIdentifier(inner, name));
}

/** Whether the application leaves the statement, functions inside of it aside. */
function givesAway(statement: Node, app: ServerApp): boolean {
  let given = false;
  walk(statement, (node) => {
    given ||= gives(node, app);
    return !given && !isFunction(node);
  });
  return given;
}

/** `export default app`, `return app`, `module.exports = app`. */
function gives(node: Node, { name }: ServerApp): boolean {
  const given = (value: Node | null): boolean =>
    value !== null && contains(value, (inner) => isIdentifier(inner, name));
  switch (node.type) {
    case 'ExportDefaultDeclaration':
      return given(node.declaration);
    case 'ReturnStatement':
      return given(node.argument);
    case 'AssignmentExpression':
      return /^(module\.)?exports\b/.test(memberPath(node.left)) && given(node.right);
    default:
      return false;
  }
}

function callsOne(node: Node, names: ReadonlySet<string>): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return false;
  return names.has(node.callee.name);
}

/** A route for every path, or a handler of errors or of what nobody has answered. */
function endsRoutes(node: Node, app: ServerApp, { finalHandlers }: MountRules): boolean {
  if (node.type !== 'CallExpression') return false;
  if (finalHandlers && /setup\w*ErrorHandler/.test(calledName(node))) return true;
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || !isIdentifier(callee.object, app.name)) return false;
  return answersAll(node, calledName(node), finalHandlers ? isFinal(app) : () => false);
}

/** Whether `app.use()`, `app.all()` or `app.get()` is for every path, and passes nothing on. */
function answersAll(
  { arguments: [first, ...others] }: CallExpression,
  method: string,
  keeps: (handler: Node) => boolean,
): boolean {
  if (first === undefined || !/^(use|all|get)$/.test(method)) return false;
  if (first.type !== 'Literal') return method === 'use' && [first, ...others].some(keeps);
  return isEverywhere(first.value) && (method !== 'use' || others.some(keeps));
}

function isEverywhere(path: unknown): boolean {
  return path instanceof RegExp ? path.test(BASE_PATH) : ANY_PATH.test(String(path));
}

/** Whether a handler of Express keeps what it gets: it handles errors, or has no `next`. */
function isFinal(app: ServerApp): (handler: Node) => boolean {
  return (handler) => {
    if (isFunction(handler)) return keepsRequests(handler);
    const name = handler.type === 'CallExpression' ? calledName(handler) : lastName(handler);
    const local = app.statements.map(functionIn).find((found) => found.name === name)?.body;
    return local === undefined ? LAST_HANDLER.test(name) : keepsRequests(local);
  };
}

function keepsRequests({ params }: FunctionNode): boolean {
  return params.length !== 0 && params.length !== 3;
}

function calledName({ callee }: CallExpression): string {
  return lastName(callee);
}

function lastName(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return '';
  return node.property.type === 'Identifier' ? node.property.name : '';
}

function memberPath(node: Expression | Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return '';
  return `${memberPath(node.object)}.${lastName(node)}`;
}
