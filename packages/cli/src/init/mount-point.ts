import type { CallExpression, Expression, Node } from 'oxc-parser';

import { calledName, isIdentifier, lastName } from '../source/bindings.js';
import { contains, walk } from '../source/walk.js';
import { isFinalHandler, isFunction, type DeclaredFunction } from './final-handler.js';
import { BASE_PATH } from './init-context.js';
import type { ServerApp } from './server-apps.js';

/** What a framework's application does once its routes are complete, or what swallows later ones. */
export interface MountRules {
  /** Whether handlers without a path may answer everything that gets to them. */
  readonly finalHandlers: boolean;
}

/** Functions that start an application, or hand it to a server. */
const STARTERS = /^(listen|serve|createServer|createSecureServer|serverless|handle|ready)$/;

/** A pattern for every path below the one in front of it. */
const ANY_BELOW = /^((?:\/[\w-]+)*)\/?(?:\*|\{?\/?\*\w+\}?|\(\.\*\)|:\w+\*)$/;

/**
 * The statement in front of which a route still gets its requests: the first behind the
 * application's declaration that starts it, gives it away, answers every path or handles errors.
 * `undefined` if there is none.
 */
export function findMountPoint(app: ServerApp, rules: MountRules): Node | undefined {
  const later = app.statements.slice(app.index + 1);
  const servers = rules.finalHandlers ? serversOf(app, later) : new Map<Node, string>();
  const names = [app.name, ...servers.values()];
  const starters = new Set(
    app.statements.flatMap((statement) => {
      const { name, body } = functionIn(statement);
      return body !== undefined && contains(body, (node) => starts(node, names)) ? [name] : [];
    }),
  );
  return later.find((statement) => {
    if (functionIn(statement).body !== undefined || servers.has(statement)) return false;
    const ends = (node: Node): boolean =>
      starts(node, names) || callsOne(node, starters) || endsRoutes(node, app, rules);
    return contains(statement, ends) || givesAway(statement, app);
  });
}

/** Servers that are made of the application, but get middleware and routes only later. */
function serversOf(app: ServerApp, statements: readonly Node[]): ReadonlyMap<Node, string> {
  const last = statements.findLastIndex((statement) => registers(statement, app));
  return new Map(
    statements.slice(0, Math.max(last, 0)).flatMap((statement): [Node, string][] => {
      if (statement.type !== 'VariableDeclaration') return [];
      const [{ id, init } = { id: null, init: null }] = statement.declarations;
      const isServer = init?.type === 'CallExpression' && starts(init, [app.name]);
      return isServer && id?.type === 'Identifier' && calledName(init).startsWith('create')
        ? [[statement, id.name]]
        : [];
    }),
  );
}

/** Whether a statement is `app.use(…)` or a route. */
function registers(statement: Node, { name }: ServerApp): boolean {
  if (statement.type !== 'ExpressionStatement') return false;
  const { expression } = statement;
  if (expression.type !== 'CallExpression' || expression.callee.type !== 'MemberExpression') {
    return false;
  }
  const isRoute = /^(use|all|get|post|put|patch|delete)$/.test(calledName(expression));
  return isRoute && isIdentifier(expression.callee.object, name);
}

/** The function that a statement declares, which runs when it is called. */
function functionIn(statement: Node): DeclaredFunction {
  if (statement.type === 'FunctionDeclaration') {
    return { name: statement.id?.name ?? '', body: statement };
  }
  if (statement.type !== 'VariableDeclaration') return { name: '' };
  const [declarator] = statement.declarations;
  const { id, init } = declarator ?? {};
  if (id?.type !== 'Identifier' || !isFunction(init)) return { name: '' };
  return { name: id.name, body: init };
}

/** `app.listen(…)`, `createServer(app)`, `serve({ fetch: app.fetch })`. */
function starts(node: Node, names: readonly string[]): boolean {
  if (node.type !== 'CallExpression' || !STARTERS.test(calledName(node))) return false;
  return contains(node, (inner) => names.some((name) => isIdentifier(inner, name)));
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
  const declared = app.statements.map(functionIn);
  return answersAll(node, (handler) => finalHandlers && isFinalHandler(handler, declared));
}

/** Whether `app.use()`, `app.all()` or a route is for every path, and passes nothing on. */
function answersAll(call: CallExpression, keeps: (handler: Node) => boolean): boolean {
  const [first, ...others] = call.arguments;
  const method = calledName(call);
  if (first === undefined || !/^(use|all|get|post|route)$/.test(method)) return false;
  if (method !== 'use') return first.type === 'Literal' && covers(first.value);
  if (first.type !== 'Literal') return [first, ...others].some(keeps);
  return (
    (covers(first.value) || covers(`${String(first.value).replace(/\/$/, '')}/*`)) &&
    others.some(keeps)
  );
}

/** Whether a pattern matches the path of the runtime and all below. */
function covers(path: unknown): boolean {
  if (path instanceof RegExp) return path.test(BASE_PATH);
  const above = ANY_BELOW.exec(String(path))?.[1];
  return above !== undefined && `${BASE_PATH}/`.startsWith(`${above}/`);
}

function memberPath(node: Expression | Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return '';
  return `${memberPath(node.object)}.${lastName(node)}`;
}
