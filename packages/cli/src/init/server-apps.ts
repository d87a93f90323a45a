import type { Expression, Node, Program } from 'oxc-parser';

import { readBindings, requiredModule, type Binding } from '../source/bindings.js';
import { walk } from '../source/walk.js';

/** What makes an application of a framework. */
export interface AppShape {
  /** Modules that the function or class comes from. */
  readonly modules: readonly string[];
  /** Names of it, among the exports of the modules. */
  readonly names: readonly string[];
  /** Whether it is a class. */
  readonly constructed: boolean;
}

export const EXPRESS_APP: AppShape = {
  modules: ['express'],
  names: ['default', '*'],
  constructed: false,
};

export const FASTIFY_APP: AppShape = {
  modules: ['fastify'],
  names: ['default', '*', 'fastify', 'Fastify'],
  constructed: false,
};

export const HONO_APP: AppShape = {
  modules: ['hono', 'hono/quick', 'hono/tiny', '@hono/zod-openapi'],
  names: ['Hono', 'OpenAPIHono'],
  constructed: true,
};

/** A variable that holds an application. */
export interface ServerApp {
  readonly name: string;
  /** The statements among which it is declared. */
  readonly statements: readonly Node[];
  /** Which of them declares it. */
  readonly index: number;
  /** Methods that are called on it in its declaration. */
  readonly chained: readonly string[];
}

/** Every variable of a file that holds an application. */
export function findServerApps(program: Program, shape: AppShape): readonly ServerApp[] {
  const makers = readBindings(program).filter(
    ({ source, imported }) => shape.modules.includes(source) && shape.names.includes(imported),
  );
  const apps: ServerApp[] = [];
  walk(program, (node) => {
    if (node.type !== 'Program' && node.type !== 'BlockStatement') return;
    const statements: readonly Node[] = node.body;
    for (const [index, statement] of statements.entries()) {
      for (const { name, chained } of declared(statement, shape, makers)) {
        apps.push({ name, chained, statements, index });
      }
    }
  });
  return apps;
}

type Declared = Pick<ServerApp, 'name' | 'chained'>;

function declared(
  statement: Node,
  shape: AppShape,
  makers: readonly Binding[],
): readonly Declared[] {
  const declaration =
    statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (declaration?.type !== 'VariableDeclaration') return [];
  return declaration.declarations.flatMap(({ id, init }) => {
    if (id.type !== 'Identifier' || init === null) return [];
    const { made, chained } = unchain(init);
    return makesApp(made, shape, makers) ? [{ name: id.name, chained }] : [];
  });
}

/** What stands before `.method(…).method(…)`, and the methods. */
function unchain(expression: Expression): { made: Expression; chained: readonly string[] } {
  if (expression.type === 'TSAsExpression') return unchain(expression.expression);
  if (expression.type === 'AssignmentExpression') return unchain(expression.right);
  if (expression.type !== 'CallExpression') return { made: expression, chained: [] };
  const { callee } = expression;
  if (callee.type !== 'MemberExpression') return { made: expression, chained: [] };
  const { made, chained } = unchain(callee.object);
  const { property } = callee;
  return { made, chained: [...chained, property.type === 'Identifier' ? property.name : ''] };
}

function makesApp(made: Expression, shape: AppShape, makers: readonly Binding[]): boolean {
  if (made.type !== (shape.constructed ? 'NewExpression' : 'CallExpression')) return false;
  const { callee } = made;
  if (callee.type === 'Identifier') return makers.some(({ local }) => local === callee.name);
  const required = requiredModule(callee);
  return required !== null && shape.modules.includes(required);
}
